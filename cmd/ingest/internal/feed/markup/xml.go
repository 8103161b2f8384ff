package markup

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/charset"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// The most that a tree of XML may hold. Entities of a document's own are never
// expanded, so that a small file cannot become a large one.
const (
	maxDepth = 200
	maxNodes = 2_000_000
)

// ParseXML reads XML into a tree: elements by their local name, the namespace beside
// it. It reads the encoding that the declaration names, and HTML's entities, which
// agencies use without saying so. An error names the line.
func ParseXML(data []byte) (*html.Node, error) {
	data, readEncoding, err := asDeclared(data)
	if err != nil {
		return nil, err
	}
	d := xml.NewDecoder(bytes.NewReader(data))
	d.CharsetReader = readEncoding
	d.Entity = xml.HTMLEntity
	root, err := build(d)
	var syntax *xml.SyntaxError
	switch {
	case err == nil:
		return root, nil
	case errors.As(err, &syntax):
		if name, ok := strings.CutPrefix(syntax.Msg, "invalid character entity "); ok && bytes.Contains(data, []byte("<!ENTITY")) {
			return nil, fmt.Errorf("broken XML in line %d: it defines the entity %s itself, and such entities are not expanded", syntax.Line, name)
		}
		return nil, fmt.Errorf("broken XML in line %d: %s", syntax.Line, syntax.Msg)
	}
	line, _ := d.InputPos()
	return nil, fmt.Errorf("XML that is not read, in line %d: %w", line, err)
}

var xmlDeclaration = regexp.MustCompile(`^<\?xml[^>]*\?>`)

// UTF8 is XML in UTF-8, without the declaration that may name another encoding, which is
// read as [ParseXML] reads it. What is no XML comes back as it is.
func UTF8(data []byte) ([]byte, error) {
	decoded, readEncoding, err := asDeclared(data)
	if err != nil || !bytes.HasPrefix(decoded, []byte("<")) {
		return data, err
	}
	if name := declaredEncoding(decoded); name != "" {
		reader, err := readEncoding(name, bytes.NewReader(decoded))
		if err == nil {
			decoded, err = io.ReadAll(reader)
		}
		if err != nil {
			return nil, err
		}
	}
	return xmlDeclaration.ReplaceAll(decoded, nil), nil
}

var entityDefinition = regexp.MustCompile(`<!ENTITY\s+([\w.-]+)\s`)

// OwnEntity is the name of an entity that XML uses, defines itself, and that HTML has not
// either; "" where it has none.
func OwnEntity(data []byte) string {
	for _, m := range entityDefinition.FindAllSubmatch(data, 100) {
		if _, known := xml.HTMLEntity[string(m[1])]; !known && bytes.Contains(data, []byte("&"+string(m[1])+";")) {
			return string(m[1])
		}
	}
	return ""
}

// asDeclared is the data from its first "<", and what reads the encoding that it
// declares. UTF-16 is told by its byte order mark, what calls itself that and can be read
// so far is not, and what calls itself UTF-8 and is not is Windows-1252; their
// declarations are passed over.
func asDeclared(data []byte) ([]byte, func(string, io.Reader) (io.Reader, error), error) {
	passOver := func(_ string, input io.Reader) (io.Reader, error) { return input, nil }
	if bytes.HasPrefix(data, []byte("\xff\xfe")) || bytes.HasPrefix(data, []byte("\xfe\xff")) {
		if len(data)%2 != 0 {
			return nil, nil, errors.New("is UTF-16 cut short: it has an odd number of bytes")
		}
		data, err := unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM).NewDecoder().Bytes(data)
		return data, passOver, err
	}
	data = bytes.TrimLeft(bytes.TrimPrefix(data, []byte("\xef\xbb\xbf")), " \t\r\n")
	declared := declaredEncoding(data)
	if strings.HasPrefix(strings.ToLower(declared), "utf-16") && utf8.Valid(data) {
		return data, passOver, nil
	}
	if (declared == "" || strings.EqualFold(declared, "utf-8")) && !utf8.Valid(data) {
		data, err := charmap.Windows1252.NewDecoder().Bytes(data)
		return data, passOver, err
	}
	return data, readEncoding, nil
}

func declaredEncoding(data []byte) string {
	head, _, _ := strings.Cut(string(data[:min(len(data), 300)]), "?>")
	_, value, _ := strings.Cut(head, "encoding=")
	if value == "" {
		return ""
	}
	name, _, _ := strings.Cut(value[1:], value[:1])
	return name
}

// readEncoding knows the encodings of the web; one it does not know is an error, for
// a guess would garble names.
func readEncoding(label string, input io.Reader) (io.Reader, error) {
	if encoding, _ := charset.Lookup(label); encoding == nil {
		return nil, fmt.Errorf("the encoding %q is not known: convert it to UTF-8", label)
	}
	return charset.NewReaderLabel(label, input)
}

func build(d *xml.Decoder) (*html.Node, error) {
	root := &html.Node{Type: html.DocumentNode}
	at, depth, nodes := root, 0, 0
	for {
		token, err := d.Token()
		if err == io.EOF {
			if root.FirstChild == nil {
				return nil, errors.New("there is no element in it")
			}
			return root, nil
		}
		if err != nil {
			return nil, err
		}
		if nodes++; nodes > maxNodes {
			return nil, fmt.Errorf("more than %d elements", maxNodes)
		}
		switch t := token.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, fmt.Errorf("elements within elements more than %d deep", maxDepth)
			}
			n := &html.Node{Type: html.ElementNode, Data: t.Name.Local, Namespace: t.Name.Space}
			for _, a := range t.Attr {
				space := a.Name.Space
				if space == "http://www.w3.org/XML/1998/namespace" {
					space = "xml"
				}
				n.Attr = append(n.Attr, html.Attribute{Namespace: space, Key: a.Name.Local, Val: a.Value})
			}
			at.AppendChild(n)
			at = n
		case xml.EndElement:
			at, depth = at.Parent, depth-1
		case xml.CharData:
			if at != root {
				at.AppendChild(&html.Node{Type: html.TextNode, Data: string(t)})
			}
		}
	}
}

// Root is the first element of a document.
func Root(document *html.Node) *html.Node {
	for c := range document.ChildNodes() {
		if c.Type == html.ElementNode {
			return c
		}
	}
	return nil
}
