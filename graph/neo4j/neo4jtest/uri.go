package neo4jtest

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"

	"rostrum/graph/neo4j"
	"rostrum/schema"
)

// URI is the server that tests share, with an empty database; the test has it for
// itself until it ends. Where there is none the test is skipped, or, with
// NEO4J_REQUIRED, fails.
func URI(t testing.TB) string {
	t.Helper()
	uri := os.Getenv("NEO4J_URI")
	if uri == "" {
		without(t, "no Neo4j server: run 'make test-neo4j', or set NEO4J_URI to a server whose data may be lost")
	}
	lock, err := os.OpenFile(filepath.Join(os.TempDir(), "rostrum-neo4j-test.lock"), os.O_CREATE|os.O_RDWR, 0o666)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { lock.Close() })
	if err := syscall.Flock(int(lock.Fd()), syscall.LOCK_EX); err != nil {
		t.Fatal(err)
	}
	return uri
}

// OpenEmpty opens the shared server's database, made empty, as a store of the model.
func OpenEmpty(t testing.TB, model *schema.GraphModel) *neo4j.Store {
	t.Helper()
	store := open(t, URI(t), model)
	if err := store.Clear(t.Context()); err != nil {
		t.Fatal(err)
	}
	return store
}

func open(t testing.TB, uri string, model *schema.GraphModel) *neo4j.Store {
	t.Helper()
	target, err := neo4j.ParseTarget(uri, "")
	if err != nil {
		t.Fatal(err)
	}
	store, err := neo4j.Open(t.Context(), target, model, neo4j.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	return store
}

// Imported opens a server of the test's own, whose database a command filled while the
// server was stopped: it finds neo4j-admin in NEO4J_ADMIN.
func Imported(t testing.TB, command *exec.Cmd, model *schema.GraphModel) *neo4j.Store {
	t.Helper()
	server := Own(t)
	server.Stop()
	if err := os.RemoveAll(filepath.Join(server.Home, "data")); err != nil {
		t.Fatal(err)
	}
	command.Env = append(os.Environ(), server.AdminEnvironment()...)
	if out, err := command.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	if err := server.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	return open(t, server.URI(), model)
}

// Own starts a server of the test's own, with lines of settings; it ends with the
// test. Where there is no Java, or no NEO4J_URI either, the test is skipped as in [URI].
func Own(t testing.TB, settings ...string) *Server {
	t.Helper()
	if os.Getenv("NEO4J_URI") == "" {
		without(t, "no Neo4j server: run 'make test-neo4j'")
	}
	if _, err := exec.LookPath("java"); err != nil {
		without(t, "no Java: a test with a Neo4j server of its own needs Java 17")
	}
	s, err := New(t.Context(), t.TempDir(), settings...)
	if err != nil {
		t.Fatal(err)
	}
	s.Brief = true
	if err := s.Start(t.Context()); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Stop)
	return s
}

func without(t testing.TB, why string) {
	t.Helper()
	if os.Getenv("NEO4J_REQUIRED") != "" {
		t.Fatal(why)
	}
	t.Skip(why)
}
