package queries

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
	"testing/fstest"

	"github.com/rogpeppe/go-internal/txtar"

	"rostrum/schema"
)

var update = flag.Bool("update", false, "rewrite the expected results in testdata")

// TestWrongTemplates loads the template in each of testdata/wrong/*.txt and compares
// the error with the file "error" in it.
func TestWrongTemplates(t *testing.T) {
	for _, path := range glob(t, "testdata/wrong/*.txt") {
		t.Run(filepath.Base(path), func(t *testing.T) {
			archive, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if len(archive.Files) != 2 || archive.Files[1].Name != "error" {
				t.Fatalf("%s must hold a template and the file error", path)
			}
			file := archive.Files[0]
			loaded, err := Load(fstest.MapFS{file.Name: {Data: file.Data}}, schema.Model())
			if err == nil || len(loaded) > 0 {
				t.Fatal("the template was taken")
			}
			got := err.Error() + "\n"
			if *update {
				archive.Files[1].Data = []byte(got)
				if err := os.WriteFile(path, txtar.Format(archive), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := string(archive.Files[1].Data); got != want {
				t.Errorf("got\n%swant\n%s", got, want)
			}
		})
	}
}

// TestLoadKeepsTheRight loads a folder in which one template is wrong.
func TestLoadKeepsTheRight(t *testing.T) {
	own, err := Load(fstest.MapFS{
		"b.cypher":      {Data: []byte("// b: right\r\nMATCH (n:Treaty) RETURN n.name AS name ORDER BY name\r\n")},
		"a.cypher":      {Data: []byte("// a: wrong\nMATCH (n:Treaty) RETURN n.nam AS name\n")},
		"person.cypher": {Data: []byte("// person: a built-in's name\nMATCH (n:Treaty) RETURN n.name AS name ORDER BY name\n")},
		"notes.txt":     {Data: []byte("no template")},
	}, schema.Model())
	if err == nil || len(own) != 2 || own[0].Name != "b" {
		t.Fatalf("got %d templates and the error %v; want b and person, and an error for a", len(own), err)
	}
	builtin, err := Builtin(schema.Model())
	if err != nil {
		t.Fatal(err)
	}
	all, err := Beside(builtin, own)
	if err == nil || len(all) != len(builtin)+1 {
		t.Fatalf("got %d templates and the error %v; want b beside the %d built-in ones, and an error for person", len(all), err, len(builtin))
	}
	if b, err := Find(all, "b"); err != nil || !b.Own {
		t.Errorf("b: %+v, %v; want it marked as the user's own", b, err)
	}
}

func glob(t *testing.T, pattern string) []string {
	t.Helper()
	paths, err := filepath.Glob(pattern)
	if err != nil || len(paths) == 0 {
		t.Fatalf("no files match %s (%v)", pattern, err)
	}
	return paths
}
