package export_test

import (
	"flag"
	"fmt"
	"io"
	"runtime"
	"syscall"
	"testing"

	"rostrum/graph"
	"rostrum/graph/export"
	"rostrum/schema"
)

var benchEdges = flag.Int("edges", 1_000_000, "edges that the benchmark writes, between a tenth as many nodes")

// processor is the processor time that this process has used: other work on the machine
// does not count.
func processor(b *testing.B) float64 {
	var use syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &use); err != nil {
		b.Fatal(err)
	}
	return float64(use.Utime.Nano()+use.Stime.Nano()) / 1e9
}

// stream is a subgraph that is made while it is read: accusations as news have them.
// look is called now and then.
func stream(nodes, edges int, look func()) *export.Subgraph {
	id := func(kind byte, i int) schema.ID {
		text := [36]byte([]byte("00000000-0000-5000-8000-000000000000"))
		text[0] = kind
		for at := len(text) - 1; i > 0; at-- {
			text[at] = "0123456789abcdef"[i&15]
			i >>= 4
		}
		return schema.ID(text[:])
	}
	const kinds = 1000
	var properties [kinds]map[string]any
	for i := range properties {
		properties[i] = map[string]any{
			"charge": fmt.Sprintf("violating agreement number %d", i), "type": "treaty_violation", "cameo": "1125", "plover": "ACCUSE/allege", "stance": "accuse",
			"date": schema.Date(fmt.Sprintf("2017-03-%02d", 1+i%28)), "office": "Secretary of Defense", "office_id": string(id('f', i)),
			"statement": string(id('d', i)), "confidence": 0.5 + float64(i)/2/kinds, "rule": "charge", "article": string(id('c', i)),
			"evidence": fmt.Sprintf("Secretary of Defense Jim Mattis said on Friday that Russia's violations of agreement \"number %d\" were a matter of record, & more.", i),
			"start":    int64(i), "end": int64(i + 120),
		}
	}
	source := &export.Article{ID: id('c', 0), Title: "A headline of some words", Outlet: "Reuters", URL: "https://news.example/2017/03/31/story", Published: "2017-03-31"}
	return export.NewSubgraph(schema.Model(), &export.Subgraph{
		About: export.About{Question: "a stream"}, Labels: []string{"Person"}, Types: []string{"ACCUSED"}, NodeCount: nodes, EdgeCount: edges,
		Nodes: func(yield func(graph.Node, error) bool) {
			for i := range nodes {
				if !yield(graph.Node{ID: id('a', i), Labels: []string{"Person"}, Properties: map[string]any{"name": "Somebody Somewhere", "unnamed": false}}, nil) {
					return
				}
			}
		},
		Edges: func(yield func(export.Edge, error) bool) {
			for i := range edges {
				if i%100_000 == 0 {
					look()
				}
				p := properties[i%kinds]
				day := p["date"].(schema.Date)
				e := export.Edge{Edge: graph.Edge{ID: id('b', i), Type: "ACCUSED", From: id('a', i%nodes), To: id('a', i*7919%nodes), Properties: p},
					Start: day, End: day, Weight: 1, Source: source}
				if !yield(e, nil) {
					return
				}
			}
		},
	})
}

// BenchmarkFormats writes a million edges in each format and prints edges a second of
// processor time, bytes an edge and the most memory the heap held, the making of the edges included.
func BenchmarkFormats(b *testing.B) {
	for _, f := range export.Formats() {
		b.Run(f.Name, func(b *testing.B) {
			for b.Loop() {
				runtime.GC()
				var most uint64
				look := func() {
					var m runtime.MemStats
					runtime.ReadMemStats(&m)
					most = max(most, m.HeapInuse)
				}
				var n counter
				s := stream(*benchEdges/10, *benchEdges, look)
				started := processor(b)
				var err error
				if f.Folder {
					err = f.WriteFolder(func(string) (io.Writer, error) { return &n, nil }, s)
				} else {
					err = f.Write(&n, s)
				}
				if err != nil {
					b.Fatal(err)
				}
				b.ReportMetric(float64(*benchEdges)/(processor(b)-started), "edges/cpu-s")
				b.ReportMetric(float64(n)/float64(*benchEdges), "bytes/edge")
				b.ReportMetric(float64(most)/1e6, "heap-MB")
			}
		})
	}
}

type counter int64

func (c *counter) Write(p []byte) (int, error) {
	*c += counter(len(p))
	return len(p), nil
}
