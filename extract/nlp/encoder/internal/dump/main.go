// Command dump prints what the encoder makes of windows, to compare with PyTorch.
//
// Usage: go run ./extract/nlp/encoder/internal/dump [-kernel NAME] [-heads] WEIGHTS <windows >numbers
//
// It reads JSON Lines {"text": string, "words": [[start, end)]}, in code points, or
// {"words": [string]}, which stand a blank apart; for each it writes a line
//
//	{"pieces": [[id]], "vectors": [[number]]}
//
// for each word its pieces and vector, and with -heads
//
//	"labels": [[share]], "heads": {name: {"cues": [share], "roles": {cue: [[share]]}, "looks": {cue: {"Cue", "Roles", "Stance", "Type"}}}}
//
// with roles and looks for every word whose share as a cue is a half or more.
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"strings"

	"rostrum/extract/nlp/encoder"
)

type window struct {
	Text  string          `json:"text"`
	Words json.RawMessage `json:"words"`
}

type head struct {
	Cues  []float32             `json:"cues"`
	Roles map[int][][]float32   `json:"roles"`
	Looks map[int]*encoder.Look `json:"looks,omitempty"`
}

type numbers struct {
	Pieces  [][]int32        `json:"pieces"`
	Vectors [][]float32      `json:"vectors"`
	Labels  [][]float32      `json:"labels,omitempty"`
	Heads   map[string]*head `json:"heads,omitempty"`
}

func main() {
	kernel := flag.String("kernel", string(encoder.Kernels()[0]), fmt.Sprintf("arithmetic, of %q", encoder.Kernels()))
	heads := flag.Bool("heads", false, "print the heads' scores")
	flag.Parse()
	if flag.NArg() != 1 {
		fmt.Fprintln(os.Stderr, "usage: dump [-kernel NAME] [-heads] WEIGHTS <windows >numbers")
		os.Exit(2)
	}
	if err := dump(flag.Arg(0), encoder.Kernel(*kernel), *heads, os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "dump:", err)
		os.Exit(1)
	}
}

func dump(path string, kernel encoder.Kernel, heads bool, in io.Reader, out io.Writer) error {
	data, err := os.ReadFile(path)
	if err != nil {
		return err
	}
	m, err := encoder.OpenWith(kernel, data)
	if err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	r := m.Runner()
	lines, to := json.NewDecoder(in), bufio.NewWriter(out)
	printer := json.NewEncoder(to)
	for n := 1; ; n++ {
		var w window
		if err := lines.Decode(&w); errors.Is(err, io.EOF) {
			return to.Flush()
		} else if err != nil {
			return fmt.Errorf("window %d: %w", n, err)
		}
		found, err := read(m, r, w, heads)
		if err != nil {
			return fmt.Errorf("window %d: %w", n, err)
		}
		if err := printer.Encode(found); err != nil {
			return err
		}
	}
}

// spans returns the window's text and its words in bytes.
func (w window) spans() (string, []encoder.Word, error) {
	var strs []string
	words := []encoder.Word{}
	if json.Unmarshal(w.Words, &strs) == nil {
		at := 0
		for _, s := range strs {
			words = append(words, encoder.Word{Start: at, End: at + len(s)})
			at += len(s) + 1
		}
		return strings.Join(strs, " "), words, nil
	}
	var points [][2]int
	if err := json.Unmarshal(w.Words, &points); err != nil {
		return "", nil, fmt.Errorf("words: neither strings nor [start, end): %w", err)
	}
	offsets := []int{}
	for at := range w.Text {
		offsets = append(offsets, at)
	}
	offsets = append(offsets, len(w.Text))
	for i, p := range points {
		if p[0] < 0 || p[1] < p[0] || p[1] >= len(offsets) {
			return "", nil, fmt.Errorf("word %d: [%d, %d) of %d code points", i, p[0], p[1], len(offsets)-1)
		}
		words = append(words, encoder.Word{Start: offsets[p[0]], End: offsets[p[1]]})
	}
	return w.Text, words, nil
}

func read(m *encoder.Model, r *encoder.Runner, w window, heads bool) (*numbers, error) {
	text, words, err := w.spans()
	if err != nil {
		return nil, err
	}
	pieces, err := r.Pieces(text, words)
	if err != nil {
		return nil, err
	}
	found := &numbers{Pieces: make([][]int32, len(words)), Vectors: [][]float32{}}
	for _, p := range pieces {
		found.Pieces[p.Word] = append(found.Pieces[p.Word], p.ID)
	}
	g, err := r.Read(text, words)
	if err != nil {
		return nil, err
	}
	for i := range words {
		found.Vectors = append(found.Vectors, append([]float32(nil), g.Vector(i)...))
	}
	if !heads {
		return found, nil
	}
	found.Heads = map[string]*head{}
	for _, h := range m.Heads() {
		if h.Roles == nil {
			for i := range words {
				found.Labels = append(found.Labels, append([]float32(nil), g.Names(i)...))
			}
			continue
		}
		of := &head{Roles: map[int][][]float32{}, Looks: map[int]*encoder.Look{}}
		for i := range words {
			of.Cues = append(of.Cues, g.Cue(h.Name, i))
			if g.Cue(h.Name, i) >= .5 {
				of.Roles[i] = g.Roles(h.Name, i)
				if l := g.Look(h.Name, i); l != nil {
					of.Looks[i] = l
				}
			}
		}
		found.Heads[h.Name] = of
	}
	return found, nil
}
