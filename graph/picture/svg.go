package picture

import (
	"bytes"
	"cmp"
	"fmt"
	"html"
	"io"
	"math"
	"slices"
	"strings"
	"unicode"

	"rostrum/graph/export"
)

// Sizes of the SVG, in pixels.
const (
	margin     = 24
	nodeHeight = 24
	badge      = 9  // radius of an edge's number
	lineHeight = 15 // of the list
	listWidth  = 760
	listFont   = 11
	nodeFont   = 12
)

// svg writes the drawing for print: a box with its name for each node, an arrow with a
// number for each edge that says something, and beneath them the sentences by their
// numbers. No text stands on another: boxes are pushed apart, numbers look for a free
// place along their arrow, and each name is as wide as its box allows in any font.
func (d *drawing) svg(w io.Writer) error {
	boxes := make([]box, len(d.nodes))
	for i := range d.nodes {
		d.nodes[i].label = cut(d.nodes[i].label, 40)
		boxes[i] = box{textWidth(d.nodes[i].label, nodeFont) + 16, nodeHeight}
	}
	d.place(boxes, 34)
	p := &print{drawing: d, boxes: boxes, width: listWidth}
	head := p.head()
	var body bytes.Buffer
	p.draw(&body)
	var legend bytes.Buffer
	top := p.legend(&legend, float64(len(head))*lineHeight+margin+4) + margin
	width := max(p.width, listWidth) + 2*margin
	list := p.list()
	listTop := top + p.height + 2*margin
	height := listTop + float64(len(list))*lineHeight + margin

	fmt.Fprintf(w, `<svg xmlns="http://www.w3.org/2000/svg" role="img" aria-labelledby="t d" width="%.0f" height="%.0f" viewBox="0 0 %.0f %.0f" font-family="Helvetica, Arial, sans-serif">`+"\n",
		width, height, width, height)
	fmt.Fprintf(w, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n", xml(d.about.Question), xml(strings.Join(d.about.Lines(), " ")))
	fmt.Fprintln(w, `<rect width="100%" height="100%" fill="#fff"/>`)
	p.text(w, margin, margin, head)
	if _, err := legend.WriteTo(w); err != nil {
		return err
	}
	fmt.Fprintf(w, `<g transform="translate(%d %.0f)">`+"\n", margin, top)
	if _, err := body.WriteTo(w); err != nil {
		return err
	}
	fmt.Fprintln(w, "</g>")
	p.text(w, margin, listTop, list)
	_, err := io.WriteString(w, "</svg>\n")
	return err
}

// print is a drawing on its way to SVG.
type print struct {
	*drawing
	boxes         []box
	width, height float64
	taken         []spot // places of numbers
	numbers       []int  // of edges; 0 is none
}

type spot struct{ x, y float64 }

func xml(text string) string {
	return html.EscapeString(strings.Map(func(r rune) rune {
		if r < ' ' || r == 0xfffe || r == 0xffff {
			return ' '
		}
		return r
	}, text))
}

func (p *print) head() []string {
	var lines []string
	for _, line := range p.about.Lines() {
		lines = append(lines, wrap(line, listWidth, listFont)...)
	}
	return lines
}

func (p *print) text(w io.Writer, x, y float64, lines []string) {
	for i, line := range lines {
		if line != "" {
			fmt.Fprintf(w, `<text x="%.0f" y="%.0f" font-size="%d" fill="#1b1b1b">%s</text>`+"\n", x, y+float64(i)*lineHeight, listFont, xml(line))
		}
	}
}

// legend writes what the colours mean from a height on, and returns its last one.
func (p *print) legend(w io.Writer, y float64) float64 {
	x := float64(margin)
	item := func(name, mark string) {
		if x+28+textWidth(name, listFont) > listWidth+margin {
			x, y = margin, y+lineHeight+2
		}
		fmt.Fprintf(w, mark, x, y-9)
		fmt.Fprintf(w, `<text x="%.0f" y="%.0f" font-size="%d">%s</text>`+"\n", x+16, y, listFont, name)
		x += 28 + textWidth(name, listFont)
	}
	for _, kind := range p.kinds {
		item(kind, `<rect x="%.0f" y="%.0f" width="12" height="10" rx="2" fill="`+export.NodeColor(kind)+`"/>`)
	}
	for _, kind := range p.types {
		item(strings.ToLower(strings.ReplaceAll(kind, "_", " ")), `<path transform="translate(%.0f %.0f)" d="M0 5h12" stroke-width="3" stroke="`+export.EdgeColor(kind)+`"/>`)
	}
	return y
}

// draw writes the arrows, the boxes and the numbers, in this order, and sets the size.
func (p *print) draw(w io.Writer) {
	for i := range p.nodes {
		p.width = max(p.width, p.nodes[i].x+p.boxes[i].w/2)
		p.height = max(p.height, p.nodes[i].y+p.boxes[i].h/2+badge)
	}
	for _, kind := range p.types {
		fmt.Fprintf(w, `<marker id="to-%s" viewBox="0 0 10 10" refX="9" refY="5" markerWidth="8" markerHeight="8" orient="auto-start-reverse"><path d="M0 1 10 5 0 9z" fill="%s"/></marker>`+"\n",
			kind, export.EdgeColor(kind))
	}
	order := p.order()
	curves := p.curves()
	for i := range p.edges {
		e := &p.edges[i]
		dash := ""
		if e.Type == "DENIED" {
			dash = ` stroke-dasharray="6 4"`
		}
		fmt.Fprintf(w, `<path d="M%.1f %.1fQ%.1f %.1f %.1f %.1f" fill="none" stroke="%s" stroke-width="%.1f"%s marker-end="url(#to-%s)"/>`+"\n",
			curves[i].from.x, curves[i].from.y, curves[i].over.x, curves[i].over.y, curves[i].to.x, curves[i].to.y,
			export.EdgeColor(e.Type), min(1.2+math.Log2(float64(e.Weight)), 6), dash, e.Type)
	}
	for i := range p.nodes {
		n, b := &p.nodes[i], p.boxes[i]
		fmt.Fprintf(w, `<rect x="%.1f" y="%.1f" width="%.1f" height="%.0f" rx="6" fill="%s" stroke="#333"/>`+"\n",
			n.x-b.w/2, n.y-b.h/2, b.w, b.h, export.NodeColor(n.Labels[0]))
		fmt.Fprintf(w, `<text x="%.1f" y="%.1f" font-size="%d" text-anchor="middle" textLength="%.1f" lengthAdjust="spacingAndGlyphs" fill="%s">%s</text>`+"\n",
			n.x, n.y+4, nodeFont, b.w-16, export.TextOn(n.Labels[0]), xml(n.label))
	}
	p.numbers = make([]int, len(p.edges))
	for k, i := range order {
		p.numbers[i] = k + 1
		at := p.free(curves[i])
		p.taken = append(p.taken, at)
		fmt.Fprintf(w, `<circle cx="%.1f" cy="%.1f" r="%d" fill="#fff" stroke="%s"/><text x="%.1f" y="%.1f" font-size="9" text-anchor="middle">%d</text>`+"\n",
			at.x, at.y, badge, export.EdgeColor(p.edges[i].Type), at.x, at.y+3, k+1)
	}
}

// order is the edges that say something, by day.
func (p *print) order() []int {
	var order []int
	for i := range p.edges {
		if p.edges[i].tells() {
			order = append(order, i)
		}
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := p.edges[a].Start, p.edges[b].Start
		if (x == "") != (y == "") {
			return cmp.Compare(y, x) // those without a day last
		}
		return cmp.Compare(x, y)
	})
	return order
}

// curve is an edge: a quadratic Bézier curve.
type curve struct{ from, over, to spot }

func (c curve) at(t float64) spot {
	mix := func(a, b, c float64) float64 { return (1-t)*(1-t)*a + 2*t*(1-t)*b + t*t*c }
	return spot{mix(c.from.x, c.over.x, c.to.x), mix(c.from.y, c.over.y, c.to.y)}
}

// curves bends the edges between the same two nodes apart.
func (p *print) curves() []curve {
	type pair struct{ a, b int }
	of := func(e *edge) pair { return pair{min(e.from, e.to), max(e.from, e.to)} }
	total, seen := map[pair]int{}, map[pair]int{}
	for i := range p.edges {
		total[of(&p.edges[i])]++
	}
	curves := make([]curve, len(p.edges))
	for i := range p.edges {
		e := &p.edges[i]
		k := of(e)
		nth := seen[k]
		seen[k]++
		a, b := spot{p.nodes[e.from].x, p.nodes[e.from].y}, spot{p.nodes[e.to].x, p.nodes[e.to].y}
		if e.from == e.to {
			bend := 30 + 14*float64(nth)
			top := a.y - nodeHeight/2
			curves[i] = curve{spot{a.x - 10, top}, spot{a.x, top - 2*bend}, spot{a.x + 10, top}}
			continue
		}
		bend := (float64(nth) - float64(total[k]-1)/2) * 34
		if e.from > e.to { // the same side for both directions
			bend = -bend
		}
		x, y := b.x-a.x, b.y-a.y
		length := math.Hypot(x, y)
		over := spot{(a.x+b.x)/2 - y/length*bend, (a.y+b.y)/2 + x/length*bend}
		curves[i] = curve{p.border(e.from, over), over, p.border(e.to, over)}
	}
	return curves
}

// border is where the line from a node's middle to a point leaves its box.
func (p *print) border(n int, to spot) spot {
	x, y := to.x-p.nodes[n].x, to.y-p.nodes[n].y
	scale := math.Inf(1)
	if x != 0 {
		scale = min(scale, p.boxes[n].w/2/math.Abs(x))
	}
	if y != 0 {
		scale = min(scale, p.boxes[n].h/2/math.Abs(y))
	}
	scale = min(scale, 1)
	return spot{p.nodes[n].x + x*scale, p.nodes[n].y + y*scale}
}

// free is a place for a number: on the curve near its middle, or else beside it.
func (p *print) free(c curve) spot {
	for step := range 8 {
		for _, t := range []float64{0.5 - 0.05*float64(step), 0.5 + 0.05*float64(step)} {
			if at := c.at(t); p.isFree(at) {
				return at
			}
		}
	}
	middle := c.at(0.5)
	for ring := 1; ; ring++ {
		for k := range 8 * ring {
			angle := 2 * math.Pi * float64(k) / float64(8*ring)
			r := float64(ring) * badge
			if at := (spot{middle.x + r*math.Cos(angle), middle.y + r*math.Sin(angle)}); at.x > badge && at.y > badge && p.isFree(at) {
				p.width, p.height = max(p.width, at.x+badge), max(p.height, at.y+badge)
				return at
			}
		}
	}
}

func (p *print) isFree(at spot) bool {
	for i := range p.nodes {
		if math.Abs(p.nodes[i].x-at.x) < p.boxes[i].w/2+badge+1 && math.Abs(p.nodes[i].y-at.y) < p.boxes[i].h/2+badge+1 {
			return false
		}
	}
	return !slices.ContainsFunc(p.taken, func(s spot) bool { return math.Hypot(s.x-at.x, s.y-at.y) < 2*badge+2 })
}

// list is the sentences by their numbers.
func (p *print) list() []string {
	var lines []string
	for k, i := range p.order() {
		e := &p.edges[i]
		head := fmt.Sprintf("%d. ", k+1)
		if e.Start != "" {
			head += string(e.Start) + " "
		}
		head += p.nodes[e.from].label + " → " + p.nodes[e.to].label + ", " + e.label
		lines = append(lines, wrap(head, listWidth, listFont)...)
		if text := p.evidence(e); text != "" {
			for _, line := range wrap("“"+text+"”", listWidth-24, listFont) {
				lines = append(lines, "\u2003"+line)
			}
		}
		if a := e.Source; a != nil {
			parts := slices.DeleteFunc([]string{a.Title, a.Outlet, string(a.Published), a.URL}, func(s string) bool { return s == "" })
			for _, line := range wrap(strings.Join(parts, ", "), listWidth-24, listFont) {
				lines = append(lines, "\u2003"+line)
			}
		}
		lines = append(lines, "")
	}
	return lines
}

// textWidth is about how wide a text is in Helvetica; rather more than less.
func textWidth(text string, size float64) float64 {
	width := 0.0
	for _, r := range text {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r >= 0x1100 && (unicode.In(r, unicode.Han, unicode.Hangul, unicode.Hiragana, unicode.Katakana) || r >= 0x1f000):
			width += 1.05
		case strings.ContainsRune("iljtf.,;:'|!()[] ", r):
			width += 0.34
		case unicode.IsUpper(r) || strings.ContainsRune("mwMW@%—…", r):
			width += 0.8
		default:
			width += 0.58
		}
	}
	return math.Ceil(width * size)
}

// wrap breaks a text into lines of a width, between words where it can.
func wrap(text string, width, size float64) []string {
	var lines []string
	line := ""
	for _, word := range strings.Fields(text) {
		for textWidth(word, size) > width {
			head := cutAt(word, width, size)
			if line != "" {
				lines, line = append(lines, line), ""
			}
			lines, word = append(lines, head), word[len(head):]
		}
		if line != "" && textWidth(line+" "+word, size) > width {
			lines, line = append(lines, line), ""
		}
		if line != "" {
			line += " "
		}
		line += word
	}
	if line != "" {
		lines = append(lines, line)
	}
	return lines
}

// cutAt is the longest beginning of a word that is no wider than width.
func cutAt(word string, width, size float64) string {
	end := 0
	for i, r := range word {
		next := i + len(string(r))
		if end > 0 && textWidth(word[:next], size) > width {
			break
		}
		end = next
	}
	return word[:end]
}

// cut leaves so many code points of a text, the last of them an ellipsis.
func cut(text string, most int) string {
	runes := []rune(text)
	if len(runes) <= most {
		return text
	}
	return strings.TrimRight(string(runes[:most-1]), " ,;:") + "…"
}
