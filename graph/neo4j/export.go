package neo4j

import (
	"bufio"
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"time"

	"rostrum/graph"
	"rostrum/graph/cypher"
	"rostrum/schema"
)

//go:embed import.sh
var imports embed.FS

// arrayDelimiter stands between the elements of a list in a cell. No element has it: they
// are keys of nodes and edges, and texts, in which it is a blank.
const arrayDelimiter = "\x1f"

// Export writes a graph as CSV files for "neo4j-admin database import full" into a folder
// that is empty or not there, and the command, import.sh. The database that it makes is
// as if the batches had been applied to it, also for those that come later; its
// constraints and indexes are made when it is first opened. Progress is called with how
// many nodes, edges and documents are written; may be nil.
func Export(ctx context.Context, from graph.Source, model *schema.GraphModel, folder string, progress func(rows int64)) error {
	if err := os.MkdirAll(folder, 0o755); err != nil {
		return err
	}
	if entries, err := os.ReadDir(folder); err != nil {
		return err
	} else if len(entries) > 0 {
		return fmt.Errorf("%s: the folder is not empty; name another", folder)
	}
	x := exporter{ctx: ctx, from: from, folder: folder, progress: progress}
	for _, n := range model.Nodes {
		if err := x.nodes(model, n); err != nil {
			return fmt.Errorf("export nodes of label %s: %w", n.Label, err)
		}
	}
	for _, e := range model.Edges {
		if err := x.edges(model, e); err != nil {
			return fmt.Errorf("export edges of type %s: %w", e.Type, err)
		}
	}
	if err := x.documents(); err != nil {
		return fmt.Errorf("export documents: %w", err)
	}
	script, err := imports.ReadFile("import.sh")
	if err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(folder, "import.sh"), script, 0o755)
}

type exporter struct {
	ctx      context.Context
	from     graph.Source
	folder   string
	progress func(int64)
	rows     int64
	sum      totals
}

// csvTypes are the importer's names of the types.
var csvTypes = map[schema.PropertyType]string{
	schema.String: "string", schema.Integer: "long", schema.Float: "double", schema.Boolean: "boolean",
	schema.Day: "date", schema.StringList: "string[]",
}

// column is a property in a file.
type column struct {
	name string // in the database
	of   string // the property
	long bool   // holds the texts that are too long for the index
	typ  schema.PropertyType
}

// columns are those of the properties without id, and a second one for each text that an
// index may be too small for.
func columns(properties []schema.Property, indexed []string) []column {
	var list []column
	for _, p := range properties {
		if p.Name == "id" {
			continue
		}
		list = append(list, column{name: p.Name, of: p.Name, typ: p.Type})
		for _, name := range indexed {
			if name == p.Name && p.Type == schema.String {
				list = append(list, column{name: p.Name + longSuffix, of: p.Name, long: true, typ: p.Type})
			}
		}
	}
	return list
}

// cells are an element's properties in the order of the columns. A text that is empty is
// "", one that is not there is nothing.
func cells(columns []column, properties map[string]any) []string {
	list := make([]string, len(columns))
	for i, c := range columns {
		switch v := properties[c.of].(type) {
		case string:
			twoColumns := c.long || i+1 < len(columns) && columns[i+1].of == c.of
			if !twoColumns || c.long == (len(v) > schema.LongestText) {
				list[i] = quoted(v)
			}
		case schema.Date:
			list[i] = string(v)
		case int64:
			list[i] = strconv.FormatInt(v, 10)
		case float64:
			list[i] = strconv.FormatFloat(v, 'g', -1, 64)
		case bool:
			list[i] = strconv.FormatBool(v)
		case []string:
			list[i] = array(v)
		}
	}
	return list
}

func quoted(text string) string { return `"` + strings.ReplaceAll(text, `"`, `""`) + `"` }

func array(list []string) string {
	clean := make([]string, len(list))
	for i, text := range list {
		clean[i] = strings.ReplaceAll(text, arrayDelimiter, " ")
	}
	return quoted(strings.Join(clean, arrayDelimiter))
}

func header(columns []column) string {
	var b strings.Builder
	for _, c := range columns {
		b.WriteString("," + c.name + ":" + csvTypes[c.typ])
	}
	return b.String()
}

func (x *exporter) nodes(model *schema.GraphModel, t schema.NodeType) error {
	list := columns(t.Properties, t.Indexed)
	return x.file("nodes-"+t.Label+".csv", "id:ID,:LABEL"+header(list), func(line func(...string)) error {
		return x.query(model, "MATCH (n:"+t.Label+") RETURN n", func(v any) {
			n, _ := v.(graph.Node)
			x.sum.nodes++
			line(append([]string{quoted(string(n.ID)), t.Label}, cells(list, n.Properties)...)...)
		})
	})
}

func (x *exporter) edges(model *schema.GraphModel, t schema.EdgeType) error {
	list := columns(t.Properties, t.Indexed)
	return x.file("edges-"+t.Type+".csv", ":START_ID,:END_ID,:TYPE,id:string"+header(list), func(line func(...string)) error {
		return x.query(model, "MATCH ()-[r:"+t.Type+"]->() RETURN r", func(v any) {
			e, _ := v.(graph.Edge)
			x.sum.edges++
			line(append([]string{quoted(string(e.From)), quoted(string(e.To)), t.Type, quoted(string(e.ID))}, cells(list, e.Properties)...)...)
		})
	})
}

// together is how many documents are read at a time.
const together = 500

func (x *exporter) documents() error {
	now := time.Now().UnixMilli()
	err := x.file("documents.csv", "id:ID(document),:LABEL,digest:string,applied:long,supports:string[]", func(line func(...string)) error {
		for after := schema.ID(""); ; {
			batches, err := x.from.Batches(x.ctx, after, together)
			if err != nil || len(batches) == 0 {
				return err
			}
			for _, b := range batches {
				var supports []string
				for _, n := range b.Nodes {
					supports = append(supports, n.Labels[0]+":"+string(n.ID))
				}
				for _, e := range b.Edges {
					supports = append(supports, e.Type+":"+string(e.ID))
				}
				x.sum.documents++
				line(quoted(string(b.Document)), "RostrumDocument", quoted(b.Digest), strconv.FormatInt(now, 10), array(supports))
				after = b.Document
			}
		}
	})
	if err != nil {
		return err
	}
	return x.file("store.csv", "id:ID(store),:LABEL,totals:string,applied:long", func(line func(...string)) error {
		line("store", "RostrumStore", fmt.Sprintf(`"%d %d %d"`, x.sum.documents, x.sum.nodes, x.sum.edges), strconv.FormatInt(now, 10))
		return nil
	})
}

func (x *exporter) query(model *schema.GraphModel, text string, each func(any)) error {
	query, err := cypher.Compile(text, model)
	if err != nil {
		return err
	}
	rows, err := x.from.Query(x.ctx, query, nil)
	if err != nil {
		return err
	}
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		each(row[0])
	}
	return nil
}

// file writes a file of the folder, and nothing under its name until it is whole.
func (x *exporter) file(name, header string, write func(line func(...string)) error) (err error) {
	path := filepath.Join(x.folder, name)
	f, err := os.Create(path + ".part")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			err = errors.Join(err, f.Close(), ignoreMissing(os.Remove(path+".part")))
		}
	}()
	out := bufio.NewWriterSize(f, 1<<20)
	line := func(cells ...string) {
		_, _ = out.WriteString(strings.Join(cells, ",") + "\n") // a bufio.Writer tells of errors at Flush
		if x.rows++; x.progress != nil {
			x.progress(x.rows)
		}
	}
	_, _ = out.WriteString(header + "\n")
	if err := write(line); err != nil {
		return err
	}
	if err := out.Flush(); err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	return os.Rename(path+".part", path)
}

func ignoreMissing(err error) error {
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	return err
}
