package queries

import (
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"rostrum/graph/cypher"
	"rostrum/schema"
)

// Error is what is wrong with a template, and where.
type Error struct {
	File         string
	Line, Column int    // from 1; the column in code points
	Source       string // the line
	Message      string // what is wrong and what to do
}

// Error prints the place, what is wrong, the line and a caret under the place.
func (e *Error) Error() string {
	source := strings.ReplaceAll(e.Source, "\t", " ")
	return fmt.Sprintf("%s:%d:%d: %s\n  %s\n  %s^", e.File, e.Line, e.Column, e.Message, source, strings.Repeat(" ", e.Column-1))
}

// header reads the header of one file.
type header struct {
	file     string
	lines    []string
	template *Template
	declared map[string]place // parameters and table columns, by "@param x", "@table x"
}

type place struct{ line, column int } // the column in bytes, from 0

// parse reads a template. The whole file is compiled, header included, so that the
// places in cypher's errors are those of the file.
func parse(file, text string, model *schema.GraphModel) (*Template, error) {
	text = strings.TrimPrefix(text, "\ufeff")
	h := &header{
		file: file, lines: strings.Split(text, "\n"), declared: map[string]place{},
		template: &Template{Name: strings.TrimSuffix(file, ".cypher")},
	}
	for i := range h.lines {
		h.lines[i] = strings.TrimRight(h.lines[i], "\r")
	}
	if !utf8.ValidString(text) {
		i := slices.IndexFunc(h.lines, func(line string) bool { return !utf8.ValidString(line) })
		h.lines[i] = strings.ToValidUTF8(h.lines[i], "\ufffd")
		return nil, h.errorf(place{i, 0}, "the text is not UTF-8; save the file as UTF-8")
	}
	if err := h.read(); err != nil {
		return nil, err
	}
	query, err := cypher.Compile(text, model)
	var where *cypher.Error
	if errors.As(err, &where) {
		message := where.Message
		if where.Hint != "" {
			message += "; " + where.Hint
		}
		return nil, &Error{file, where.Line, where.Column, where.Source, message}
	}
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	h.template.Query = query
	if err := h.check(query, model); err != nil {
		return nil, err
	}
	return h.template, nil
}

func (h *header) errorf(at place, format string, args ...any) error {
	line := h.lines[at.line]
	return &Error{h.file, at.line + 1, utf8.RuneCountInString(line[:min(at.column, len(line))]) + 1, line, fmt.Sprintf(format, args...)}
}

// read takes the comment lines that the file begins with.
func (h *header) read() error {
	t := h.template
	if !validName.MatchString(t.Name) {
		return h.errorf(place{}, "a template's file is named with small letters, digits and '-', and ends in .cypher")
	}
	summary, ok := strings.CutPrefix(h.lines[0], "// "+t.Name+": ")
	if !ok || strings.TrimSpace(summary) == "" {
		return h.errorf(place{}, "the first line must be '// %s: what the template answers'", t.Name)
	}
	t.Summary = strings.TrimSpace(summary)
	var description []string
	end := 1
	for ; end < len(h.lines); end++ {
		line, ok := strings.CutPrefix(h.lines[end], "//")
		if !ok {
			break
		}
		line = strings.TrimPrefix(line, " ")
		word, rest, _ := strings.Cut(line, " ")
		var err error
		switch {
		case word == "@param":
			err = h.param(end, rest)
		case word == "@table":
			h.table(end, rest)
		case word == "@example":
			t.Examples = append(t.Examples, strings.TrimSpace(rest))
		case strings.HasPrefix(word, "@"):
			err = h.errorf(place{end, strings.Index(h.lines[end], "@")}, "%s is not known here; there are @param, @table and @example", word)
		case len(t.Parameters) > 0 && strings.HasPrefix(line, "  ") && strings.TrimSpace(line) != "":
			last := &t.Parameters[len(t.Parameters)-1]
			last.Doc += " " + strings.TrimSpace(line)
		default:
			description = append(description, strings.TrimRight(line, " "))
		}
		if err != nil {
			return err
		}
	}
	t.Description = strings.TrimSpace(strings.Join(description, "\n"))
	t.Cypher = strings.TrimSpace(strings.Join(h.lines[end:], "\n"))
	return nil
}

var (
	validName      = regexp.MustCompile(`^[a-z][a-z0-9-]*$`)
	validParameter = regexp.MustCompile(`^[a-z][a-z0-9_]*$`)
	gap            = regexp.MustCompile(`\t|  +`)
)

// param reads "NAME TYPE [required | = DEFAULT]  DOC" of a line.
func (h *header) param(line int, spec string) error {
	name, rest, _ := strings.Cut(strings.TrimSpace(spec), " ")
	at := func(word string) place { return place{line, max(strings.Index(h.lines[line], " "+word)+1, 0)} }
	if !validParameter.MatchString(name) {
		return h.errorf(at("@param"), "write '@param NAME TYPE  what it is', the name in small letters, digits and '_'")
	}
	if _, twice := h.declared["@param "+name]; twice {
		return h.errorf(at(name), "the parameter %s is declared twice", name)
	}
	h.declared["@param "+name] = at(name)
	parts := gap.Split(strings.TrimSpace(rest), 2)
	p := Parameter{Name: name}
	if len(parts) == 2 {
		p.Doc = strings.TrimSpace(parts[1])
	}
	kind, more, _ := strings.Cut(parts[0], " ")
	if strings.Contains(kind, "|") {
		p.Type, p.Choices = Choice, strings.Split(kind, "|")
	} else if p.Type = Type(kind); !slices.Contains(types, p.Type) {
		return h.errorf(at(kind), "parameter %s: there is no type %q; %s", name, kind, nearestOf(kind, typeNames(), "the types are "+strings.Join(typeNames(), ", ")))
	}
	value, isDefault := strings.CutPrefix(more, "= ")
	switch {
	case more == "required":
		p.Required = true
	case isDefault:
		p.Default = strings.TrimSpace(value)
		if err := p.checkDefault(); err != nil {
			return h.errorf(at("= "), "parameter %s: its default: %v", name, err)
		}
	case more != "":
		return h.errorf(at(more), "parameter %s: after its type comes 'required', '= DEFAULT', or two spaces and what it is", name)
	}
	h.template.Parameters = append(h.template.Parameters, p)
	return nil
}

func (h *header) table(line int, spec string) {
	for _, column := range strings.Fields(spec) {
		h.template.Table = append(h.template.Table, column)
		h.declared["@table "+column] = place{line, strings.Index(h.lines[line], " "+column) + 1}
	}
}

// check compares the header with what the Cypher uses and returns.
func (h *header) check(query *cypher.Query, model *schema.GraphModel) error {
	t := h.template
	for _, name := range query.Parameters {
		if _, ok := t.Parameter(name); !ok {
			return h.errorf(h.use(name), "the parameter $%s is not declared; add a line '// @param %s TYPE  what it is'", name, name)
		}
	}
	for _, p := range t.Parameters {
		at := h.declared["@param "+p.Name]
		if !slices.Contains(query.Parameters, p.Name) {
			return h.errorf(at, "the parameter %s is declared and the Cypher does not use it", p.Name)
		}
		if p.Name == "limit" && p.Type != Integer {
			return h.errorf(at, "the parameter limit is an integer: it bounds the rows")
		}
		if uses := query.ParameterTypes[p.Name].Kind; !p.Type.suits(uses) {
			return h.errorf(at, "parameter %s: a value of type %s is %s, and the Cypher uses it as %s", p.Name, p.Type, p.Type.kind(), uses)
		}
	}
	for _, column := range t.Table {
		if !slices.Contains(query.Columns, column) {
			return h.errorf(h.declared["@table "+column], "the Cypher returns no column %q; it has %s", column, strings.Join(query.Columns, ", "))
		}
	}
	return nil
}

// use is the place where the Cypher first uses a parameter.
func (h *header) use(name string) place {
	word := regexp.MustCompile(`\$` + regexp.QuoteMeta(name) + `\b`)
	for i, line := range h.lines {
		if strings.HasPrefix(line, "//") {
			continue
		}
		if at := word.FindStringIndex(line); at != nil {
			return place{i, at[0]}
		}
	}
	return place{}
}
