package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"rostrum/extract"
	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/extract/nlp/encoder"
	"rostrum/extract/nlp/model"
	"rostrum/schema"
)

// features are the processor features that GODEBUG takes away to put a kernel out of use.
var features = map[encoder.Kernel]string{encoder.VNNI: "avx512vnni", encoder.AVX2: "avx2", encoder.Dot: "asimddp"}

// extraction prints how fast articles are extracted, and what the core could do at best.
// The portable kernel reads few articles: it is some times slower.
func extraction(ingest string, whole, few work, folder string) error {
	rates, err := encoderRates()
	if err != nil {
		return err
	}
	fmt.Printf("%-12s %10s %12s %14s %12s %14s %14s\n", "extract", "seconds", "words/s", "words/CPU s", "memory MB", "network Gmac/s", "peak Gmac/s")
	row := func(name string, w work, environment []string, workers string) (ran, error) {
		r, err := run(environment, ingest, "extract", w.path, "--workers", workers)
		if err != nil {
			return r, err
		}
		fmt.Printf("%-12s %10.2f %12.0f %14.0f %12.0f", name, r.seconds, float64(w.words)/r.seconds, float64(w.words)/r.cpu, r.megabytes)
		return r, nil
	}
	var one ran
	var off []string
	for i, kernel := range encoder.Kernels() {
		w := whole
		if kernel == encoder.Portable {
			w = few
		}
		r, err := row(string(kernel), w, []string{"GOMAXPROCS=1", "GODEBUG=" + strings.Join(off, ",")}, "1")
		if err != nil {
			return err
		}
		fmt.Printf(" %14s %14s\n", rates["Read/"+string(kernel)], rates["Tile/"+string(kernel)])
		if i == 0 {
			one = r
		}
		off = append(off, "cpu."+features[kernel]+"=off")
	}
	two, err := row("2 workers", whole, nil, "2")
	if err != nil {
		return err
	}
	fmt.Printf("   %.2f times one\n\n", one.seconds/two.seconds)
	return latency(ingest, folder)
}

// encoderRates runs the encoder's benchmarks of a window, and of the tile of a matrix
// product that stays in the first cache; by name, multiplications in 10^9 a second.
func encoderRates() (map[string]string, error) {
	c := exec.Command("go", "test", "-run", "^$", "-bench", "^Benchmark(Read|Tile)$", "-cpu", "1", "rostrum/extract/nlp/encoder")
	c.Stderr = os.Stderr
	out, err := c.Output()
	if err != nil {
		return nil, fmt.Errorf("%s: %w\n%s", strings.Join(c.Args, " "), err, out)
	}
	rates := map[string]string{}
	for line := range bytes.Lines(out) {
		fields := strings.Fields(string(line))
		if at := slices.Index(fields, "Gmac/s"); at > 0 {
			rates[strings.TrimPrefix(fields[0], "Benchmark")] = fields[at-1]
		}
	}
	if len(rates) == 0 {
		return nil, fmt.Errorf("%s: no rates in Gmac/s were printed:\n%s", strings.Join(c.Args, " "), out)
	}
	return rates, nil
}

// sentence has 20 words.
const sentence = "President Emmanuel Macron of France said on Tuesday that Russia had broken the treaty and would have to answer for it."

// latency prints how long it takes to load, and then to extract from a sentence.
func latency(ingest, folder string) error {
	began := time.Now()
	words, err := lexicon.Load()
	if err != nil {
		return err
	}
	lists := time.Since(began)
	began = time.Now()
	reader, err := nlp.NewReader(model.Weights)
	if err != nil {
		return err
	}
	weights := time.Since(began)
	x := extract.New(words, reader, 0)
	d := &schema.Document{ID: schema.NewID("document", "bench"), Text: sentence}
	var times []float64
	for range 200 {
		began := time.Now()
		if _, err := x.Extract(d); err != nil {
			return err
		}
		times = append(times, time.Since(began).Seconds()*1000)
	}
	slices.Sort(times)
	path := filepath.Join(folder, "sentence.txt")
	if err := os.WriteFile(path, []byte(sentence+"\n"), 0o666); err != nil {
		return err
	}
	r, err := run(nil, ingest, "extract", path)
	if err != nil {
		return err
	}
	fmt.Printf("load: word lists %.0f ms, weights %.0f ms; the program with one sentence of 20 words %.0f ms, %.0f ms CPU\n",
		lists.Seconds()*1000, weights.Seconds()*1000, r.seconds*1000, r.cpu*1000)
	fmt.Printf("a sentence of 20 words, once loaded: p50 %.1f ms, p95 %.1f ms\n", times[len(times)/2], times[len(times)*95/100])
	return nil
}
