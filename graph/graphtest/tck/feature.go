// Package tck runs openCypher's own scenarios (the Technology Compatibility Kit) against
// a store: a small graph, a query, and the rows or the error that it must give.
//
// It names no database, and has no scenarios: those are read from a folder, feature
// files in Gherkin. It runs those that only read.
//
// The main path: [Load] reads the scenarios; [Scenario.Graph] makes the graph that one
// begins with (load.go); a store's test puts it into a store and calls [Scenario.Run],
// which compares what comes with what must come (value.go).
package tck

import (
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// Scenario is one scenario, of an outline with one of its examples filled in.
type Scenario struct {
	Name  string // file, number and title; of an outline, the number of the example too
	steps []step
	root  fs.FS
}

type step struct {
	text string // without Given, When, Then, And
	doc  string // the text between """
	rows [][]string
}

// Load reads all scenarios below a folder whose queries only read, in order of their
// names. Those of graphs that are in no file, or that need procedures, are left out.
func Load(root fs.FS) ([]Scenario, error) {
	var all []Scenario
	err := fs.WalkDir(root, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".feature") {
			return err
		}
		text, err := fs.ReadFile(root, path)
		if err != nil {
			return err
		}
		scenarios, err := parse(path, string(text))
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		for _, s := range scenarios {
			s.root = root
			if s.reads() {
				all = append(all, s)
			}
		}
		return nil
	})
	return all, err
}

var writes = regexp.MustCompile(`(?i)\b(CREATE|MERGE|SET|DELETE|REMOVE|CALL|FOREACH|LOAD)\b`)

// reads tells whether the scenario's query only reads.
func (s *Scenario) reads() bool {
	for _, step := range s.steps {
		if strings.HasPrefix(step.text, "executing") && writes.MatchString(withoutStrings(step.doc)) || strings.HasPrefix(step.text, "there exists a procedure") {
			return false
		}
	}
	return true
}

var quoted = regexp.MustCompile(`'(\\.|[^'\\])*'|"(\\.|[^"\\])*"|` + "`[^`]*`")

func withoutStrings(query string) string { return quoted.ReplaceAllString(query, "''") }

// parse reads a feature file.
func parse(path, text string) ([]Scenario, error) {
	path = strings.TrimSuffix(path, ".feature")
	var all []Scenario
	var background []step
	var current *Scenario // the template of an outline, or the background
	var examples [][]string
	inExamples := false
	end := func() {
		if current == nil {
			return
		}
		if current.Name == "" {
			background, current = current.steps, nil
			return
		}
		if len(examples) == 0 {
			all = append(all, *current)
		}
		for i := 1; i < len(examples); i++ {
			all = append(all, current.fill(i, examples[0], examples[i]))
		}
		current, examples, inExamples = nil, nil, false
	}
	lines := strings.Split(text, "\n")
	for i := 0; i < len(lines); i++ {
		line := strings.TrimSpace(lines[i])
		switch {
		case line == "" || line[0] == '#' || line[0] == '@' || strings.HasPrefix(line, "Feature:"):
		case strings.HasPrefix(line, "Background:"):
			current = &Scenario{}
		case strings.HasPrefix(line, "Scenario"):
			end()
			_, title, _ := strings.Cut(line, ":")
			current = &Scenario{Name: path + " " + strings.TrimSpace(title), steps: slices.Clone(background)}
		case strings.HasPrefix(line, "Examples:"):
			inExamples = true
		case current == nil:
			// the feature's description
		case strings.HasPrefix(line, "|") && inExamples:
			examples = append(examples, cells(line))
		case strings.HasPrefix(line, "|"):
			last := &current.steps[len(current.steps)-1]
			last.rows = append(last.rows, cells(line))
		case line == `"""`:
			indent := strings.Index(lines[i], `"""`)
			var doc []string
			for i++; i < len(lines) && strings.TrimSpace(lines[i]) != `"""`; i++ {
				doc = append(doc, lines[i][min(indent, len(lines[i])-len(strings.TrimLeft(lines[i], " "))):])
			}
			current.steps[len(current.steps)-1].doc = strings.Join(doc, "\n")
		default:
			_, rest, ok := strings.Cut(line, " ")
			if !ok {
				return nil, fmt.Errorf("line %d: %q is no step", i+1, line)
			}
			current.steps = append(current.steps, step{text: strings.TrimSuffix(rest, ":")})
		}
	}
	end()
	return all, nil
}

// cells are those of a line of a table; \| stands for a bar, \\ for a backslash.
func cells(line string) []string {
	const bar, backslash = "\x00", "\x01"
	line = strings.ReplaceAll(strings.ReplaceAll(line, `\\`, backslash), `\|`, bar)
	parts := strings.Split(strings.TrimSuffix(strings.TrimPrefix(line, "|"), "|"), "|")
	for i := range parts {
		parts[i] = strings.TrimSpace(strings.NewReplacer(bar, "|", backslash, `\`, `\n`, "\n").Replace(parts[i]))
	}
	return parts
}

// fill is an outline with an example's values in the place of their names.
func (s *Scenario) fill(number int, names, values []string) Scenario {
	var pairs []string
	for i, name := range names {
		pairs = append(pairs, "<"+name+">", values[i])
	}
	replacer := strings.NewReplacer(pairs...)
	filled := Scenario{Name: fmt.Sprintf("%s #%d", replacer.Replace(s.Name), number)}
	for _, step := range s.steps {
		step.text, step.doc = replacer.Replace(step.text), replacer.Replace(step.doc)
		rows := make([][]string, len(step.rows))
		for i, row := range step.rows {
			rows[i] = make([]string, len(row))
			for j, cell := range row {
				rows[i][j] = replacer.Replace(cell)
			}
		}
		step.rows = rows
		filled.steps = append(filled.steps, step)
	}
	return filled
}
