// Command words lays out texts for programs that are not written in Go: the training of
// the reader reads its words from here, so that it learns the very words that the
// reader will see.
//
//	words < texts.jsonl > words.jsonl
//
// A line of input is {"id": string, "text": string}. A line of output has the same id and
// all offsets in Unicode code points of the text:
//
//	tokens      [start, end) of each token
//	sentences   [first, end, paragraph]: its tokens are tokens[first:end]
//	quotations  [start, end, depth], the marks included; an open one ends with its paragraph
package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"unicode/utf8"

	"rostrum/extract/nlp"
	"rostrum/schema"
)

func main() {
	if err := run(os.Stdin, os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "words:", err)
		os.Exit(1)
	}
}

type text struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

type layout struct {
	ID         string   `json:"id"`
	Tokens     [][2]int `json:"tokens"`
	Sentences  [][3]int `json:"sentences"`
	Quotations [][3]int `json:"quotations"`
}

func run(in io.Reader, out io.Writer) error {
	decoder := json.NewDecoder(bufio.NewReader(in))
	buffered := bufio.NewWriter(out)
	encoder := json.NewEncoder(buffered)
	for n := 1; ; n++ {
		var t text
		err := decoder.Decode(&t)
		if errors.Is(err, io.EOF) {
			return buffered.Flush()
		}
		if err != nil {
			return fmt.Errorf("reading text %d: %w", n, err)
		}
		if err := encoder.Encode(layOut(t)); err != nil {
			return fmt.Errorf("writing text %d: %w", n, err)
		}
	}
}

func layOut(t text) layout {
	read := nlp.Read(t.Text)
	points := codePoints(t.Text)
	pair := func(s schema.Span) [2]int { return [2]int{points[s.Start], points[s.End]} }
	l := layout{ID: t.ID, Tokens: [][2]int{}, Sentences: [][3]int{}, Quotations: [][3]int{}}
	for _, token := range read.Tokens {
		l.Tokens = append(l.Tokens, pair(token.Span))
	}
	for _, s := range read.Sentences {
		l.Sentences = append(l.Sentences, [3]int{s.First, s.End, s.Paragraph})
	}
	for _, q := range read.Quotations {
		p := pair(q.Span)
		l.Quotations = append(l.Quotations, [3]int{p[0], p[1], q.Depth})
	}
	return l
}

// codePoints gives for each byte of the text, and for its end, the number of code points
// that begin before it.
func codePoints(text string) []int {
	points := make([]int, len(text)+1)
	n := 0
	for at := 0; at < len(text); n++ {
		_, size := utf8.DecodeRuneInString(text[at:])
		for k := range size {
			points[at+k] = n
		}
		at += size
	}
	points[len(text)] = n
	return points
}
