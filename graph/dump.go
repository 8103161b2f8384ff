package graph

import (
	"bufio"
	"context"
	"embed"
	"fmt"
	"io"
	"slices"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

//go:embed dump/*.cypher
var dumps embed.FS

// Dump writes all of the graph in its one canonical form, so that two stores hold the
// same graph where their dumps are the same bytes: JSON Lines, the nodes in order of
// their ids, then the edges.
//
//	{"node":{"id":"…","labels":["Country"],"properties":{"iso3":"RUS","name":"Russia"}}}
//	{"edge":{"id":"…","type":"OF","from":"…","to":"…","properties":{}}}
//
// It keeps no more than a row in memory. Nodes and edges are two questions: what is
// applied between them is in the second only.
func Dump(ctx context.Context, r Reader, w io.Writer) error {
	out := bufio.NewWriter(w)
	for _, path := range []string{"dump/nodes.cypher", "dump/edges.cypher"} {
		if err := dump(ctx, r, out, path); err != nil {
			return fmt.Errorf("dump: %w", err)
		}
	}
	if err := out.Flush(); err != nil {
		return fmt.Errorf("dump: %w", err)
	}
	return nil
}

func dump(ctx context.Context, r Reader, out *bufio.Writer, path string) error {
	text, err := dumps.ReadFile(path)
	if err != nil {
		return err
	}
	query, err := cypher.Compile(string(text), schema.Model())
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	rows, err := r.Query(ctx, query, nil)
	if err != nil {
		return err
	}
	var line []byte
	for row, err := range rows.All {
		if err != nil {
			return err
		}
		if line, err = AppendElement(line[:0], row[0]); err != nil {
			return err
		}
		if _, err := out.Write(append(line, '\n')); err != nil {
			return err
		}
	}
	return nil
}

// AppendElement adds a Node or an Edge to dst as a line of a dump has it, without the
// line's end.
func AppendElement(dst []byte, value any) ([]byte, error) {
	switch v := value.(type) {
	case Node:
		return appendObject(append(dst, `{"node":`...), v.Properties,
			field{"id", string(v.ID)}, field{"labels", slices.Sorted(slices.Values(v.Labels))})
	case Edge:
		return appendObject(append(dst, `{"edge":`...), v.Properties,
			field{"id", string(v.ID)}, field{"type", v.Type}, field{"from", string(v.From)}, field{"to", string(v.To)})
	}
	return nil, fmt.Errorf("a %T is neither node nor edge", value)
}

type field struct {
	name  string
	value any
}

func appendObject(dst []byte, properties map[string]any, fields ...field) ([]byte, error) {
	dst = append(dst, '{')
	var err error
	for _, f := range fields {
		dst = append(append(append(dst, '"'), f.name...), `":`...)
		if dst, err = AppendValue(dst, f.value); err != nil {
			return nil, fmt.Errorf("%s: %w", f.name, err)
		}
		dst = append(dst, ',')
	}
	if dst, err = AppendProperties(append(dst, `"properties":`...), properties); err != nil {
		return nil, fmt.Errorf("%v: %w", fields[0].value, err)
	}
	return append(dst, '}', '}'), nil
}
