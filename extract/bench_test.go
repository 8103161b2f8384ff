package extract

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"rostrum/schema"
)

// BenchmarkExtract reads the sample articles, one after the other, on one core.
func BenchmarkExtract(b *testing.B) {
	files, err := filepath.Glob("../cmd/ingest/samples/*.txt")
	if err != nil || len(files) == 0 {
		b.Fatalf("no sample articles: %v", err)
	}
	x := newExtractor(b)
	var documents []*schema.Document
	words := 0
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			b.Fatal(err)
		}
		words += len(strings.Fields(string(text)))
		documents = append(documents, &schema.Document{ID: schema.DocumentID("", "", "", file), Text: string(text)})
	}
	b.ReportAllocs()
	for b.Loop() {
		for _, d := range documents {
			extraction(b, x, d)
		}
	}
	b.ReportMetric(float64(words*b.N)/b.Elapsed().Seconds(), "words/s")
}
