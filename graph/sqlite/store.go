// Package sqlite keeps the graph in a file: a Store on an embedded SQLite database,
// without a server and without cgo.
//
// A store is one SQLite file in WAL mode. The graph is two tables, node and edge;
// document, node_support and edge_support say which document supports what; an FTS5
// index holds the words of the statements. DESIGN.md tells why.
//
// It is not a general graph database, and nobody but [Store.Apply] writes to it: the
// [Reader] holds its own connections, which cannot write.
//
// The main path: [Open] brings the file up to this version's layout, [Store.Apply]
// puts a document's batch in place of its last one in a transaction, [Reader.Query]
// makes SQL of a checked Cypher query, [Reader.Search] asks the index of words.
package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"time"

	"modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"rostrum/graph"
	"rostrum/schema"
)

// Reader reads a store through connections that cannot write. It may be used from
// many goroutines at once.
type Reader struct {
	db    *sql.DB
	path  string
	model *schema.GraphModel
}

// Store writes too. Its writes go through one connection, one after another, as
// SQLite has it anyway; its readers do not wait for them.
type Store struct {
	*Reader
	write      *sql.DB
	statements map[string]*sql.Stmt // by the name of their file
	now        func() time.Time
}

var (
	_ graph.Store  = (*Store)(nil)
	_ graph.Reader = (*Reader)(nil)
)

//go:embed statement/*.sql
var writing embed.FS // what Apply runs, prepared once

//go:embed reading/*.sql
var reading embed.FS

// patience is how long a write waits for that of another process. An Apply of a
// hundred documents takes a fraction of a second.
const patience = 30 * time.Second

// Open opens the store in the file at path, and makes it where there is none. Its
// folder must be there. A file that is not a store is left as it is and an error;
// so is, with [graph.ErrNewer], a store that a newer version has written.
func Open(ctx context.Context, path string, model *schema.GraphModel) (*Store, error) {
	return open(ctx, path, model, patience)
}

func open(ctx context.Context, path string, model *schema.GraphModel, patience time.Duration) (_ *Store, err error) {
	if _, err := checkFile(ctx, path); err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	name, err := dataSource(path, "rwc", patience,
		"foreign_keys(1)", "synchronous(NORMAL)", "cache_size(-65536)", "temp_store(MEMORY)",
		"wal_autocheckpoint(16384)", "journal_size_limit(67108864)")
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	write, err := sql.Open("sqlite", name)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	}
	write.SetMaxOpenConns(1)
	s := &Store{write: write, statements: map[string]*sql.Stmt{}, now: time.Now}
	defer func() {
		if err != nil {
			write.Close()
		}
	}()
	if err := migrate(ctx, write); err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, explain(ctx, err))
	}
	if err := s.prepare(ctx); err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, explain(ctx, err))
	}
	s.Reader, err = OpenReader(ctx, path, model)
	return s, err
}

// OpenReader opens the store at path to read it only, also while another process
// writes to it. Where the file's folder cannot be written to and no writer has left
// its log there, the store is read as it stands: what is written later is not seen.
func OpenReader(ctx context.Context, path string, model *schema.GraphModel) (*Reader, error) {
	switch made, err := checkFile(ctx, path); {
	case err != nil:
		return nil, fmt.Errorf("sqlite: open %s: %w", path, err)
	case !made:
		return nil, fmt.Errorf("sqlite: open %s: there is no store: %w", path, fs.ErrNotExist)
	}
	db, err := openReadOnly(ctx, path)
	if err != nil {
		return nil, fmt.Errorf("sqlite: open %s: %w", path, explain(ctx, err))
	}
	return &Reader{db: db, path: path, model: model}, nil
}

func openReadOnly(ctx context.Context, path string) (*sql.DB, error) {
	db, err := tryReadOnly(ctx, path, "ro")
	if (isCode(err, sqlite3.SQLITE_CANTOPEN) || isCode(err, sqlite3.SQLITE_READONLY)) && logSize(path) == 0 {
		// SQLite reads a file in WAL mode through an index beside it, which it
		// cannot make here. Without a log there is nothing that it would tell.
		return tryReadOnly(ctx, path, "ro&immutable=1")
	}
	return db, err
}

func tryReadOnly(ctx context.Context, path, mode string) (*sql.DB, error) {
	name, err := dataSource(path, mode, patience,
		"query_only(1)", "cache_size(-32768)", "temp_store(MEMORY)", "mmap_size(268435456)")
	if err != nil {
		return nil, err
	}
	db, err := openQueries(name)
	if err != nil {
		return nil, err
	}
	connections := max(4, runtime.GOMAXPROCS(0))
	db.SetMaxOpenConns(connections)
	db.SetMaxIdleConns(connections)
	if err := checkVersion(ctx, db); err != nil {
		db.Close()
		return nil, err
	}
	return db, nil
}

// dataSource names the file and how to open it, in the way of the SQLite driver.
func dataSource(path, mode string, patience time.Duration, pragmas ...string) (string, error) {
	path, err := filepath.Abs(path)
	if err != nil {
		return "", err
	}
	path = filepath.ToSlash(path)
	if !strings.HasPrefix(path, "/") {
		path = "/" + path // C:/store.db
	}
	name := "file://" + (&url.URL{Path: path}).EscapedPath() + "?mode=" + mode + "&_txlock=immediate&_dqs=0" +
		fmt.Sprintf("&_busy_timeout=%d", patience.Milliseconds())
	for _, p := range pragmas {
		name += "&_pragma=" + url.QueryEscape(p)
	}
	return name, nil
}

// prepare prepares the statements that Apply runs.
func (s *Store) prepare(ctx context.Context) error {
	return fs.WalkDir(writing, ".", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		text, err := statement(writing, path)
		if err != nil {
			return err
		}
		prepared, err := s.write.PrepareContext(ctx, text)
		if err != nil {
			return fmt.Errorf("%s: %w", path, err)
		}
		s.statements[strings.TrimSuffix(entry.Name(), ".sql")] = prepared
		return nil
	})
}

// statement reads an embedded statement. Without the last line's end: the driver
// would take what follows a statement for another one, and prepare it at every call.
func statement(files embed.FS, path string) (string, error) {
	text, err := files.ReadFile(path)
	return strings.TrimSpace(string(text)), err
}

// Close writes the log back into the file, as far as readers let it, and closes the
// store.
func (s *Store) Close() error {
	err := s.Reader.Close()
	// The last connection to close does the rest and takes the log away; so the
	// writer's is closed last.
	_, logged := s.write.Exec("PRAGMA wal_checkpoint(PASSIVE)")
	if err = errors.Join(err, logged, s.write.Close()); err != nil {
		return fmt.Errorf("sqlite: close %s: %w", s.path, err)
	}
	return nil
}

// Close closes the reader's connections.
func (r *Reader) Close() error {
	if err := r.db.Close(); err != nil {
		return fmt.Errorf("sqlite: close %s: %w", r.path, err)
	}
	return nil
}

// Digest is the digest of the document's last batch, and false where there is none.
func (s *Store) Digest(ctx context.Context, document schema.ID) (string, bool, error) {
	text, err := statement(reading, "reading/digest.sql")
	if err != nil {
		return "", false, err
	}
	var digest string
	err = s.db.QueryRowContext(ctx, text, string(document)).Scan(&digest)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		return "", false, nil
	case err != nil:
		return "", false, fmt.Errorf("sqlite: digest of document %s in %s: %w", document, s.path, explain(ctx, err))
	}
	return digest, true, nil
}

// Status counts what the store holds, all at one moment.
func (r *Reader) Status(ctx context.Context) (graph.Status, error) {
	status := graph.Status{Location: "sqlite:" + r.path, Bytes: fileSize(r.path) + logSize(r.path)}
	err := r.count(ctx, &status)
	if err != nil {
		return graph.Status{}, fmt.Errorf("sqlite: status of %s: %w", r.path, explain(ctx, err))
	}
	return status, nil
}

func (r *Reader) count(ctx context.Context, status *graph.Status) error {
	tx, err := r.db.BeginTx(ctx, &sql.TxOptions{ReadOnly: true})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	err = each(ctx, tx, "reading/count_documents.sql", nil, func(rows *sql.Rows) error {
		var applied int64
		if err := rows.Scan(&status.Documents, &applied); err != nil || applied == 0 {
			return err
		}
		status.LastApplied = time.UnixMilli(applied).UTC()
		return nil
	})
	if err != nil {
		return err
	}
	status.Nodes, status.Edges = map[string]int64{}, map[string]int64{}
	if err := countInto(ctx, tx, "reading/count_nodes.sql", status.Nodes); err != nil {
		return err
	}
	return countInto(ctx, tx, "reading/count_edges.sql", status.Edges)
}

func countInto(ctx context.Context, tx *sql.Tx, path string, counts map[string]int64) error {
	return each(ctx, tx, path, nil, func(rows *sql.Rows) error {
		var name string
		var count int64
		err := rows.Scan(&name, &count)
		counts[name] = count
		return err
	})
}

// explain says in a user's words what SQLite's error means and what to do, where
// that is not the error's own text.
func explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // what it broke off is not the cause
	}
	var e *sqlite.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED:
		return fmt.Errorf("another program is writing to the store and did not finish in time; wait for it to end, then run this again: %w", err)
	case sqlite3.SQLITE_FULL:
		return fmt.Errorf("no space left on the disk; nothing was written; make room and run this again: %w", err)
	case sqlite3.SQLITE_READONLY:
		return fmt.Errorf("the file or its folder may not be written to; change its permissions, or use another store: %w", err)
	case sqlite3.SQLITE_CANTOPEN:
		return fmt.Errorf("the file cannot be opened or made; its folder must be there, and you must be allowed to write to it: %w", err)
	case sqlite3.SQLITE_IOERR:
		return fmt.Errorf("the disk failed or is full; nothing was written: %w", err)
	case sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB:
		return fmt.Errorf("the file is damaged; put back a copy of it, or make a new store from the articles: %w", err)
	}
	return err
}

// isCode tells whether err is SQLite's of a primary result code.
func isCode(err error, code int) bool {
	var e *sqlite.Error
	return errors.As(err, &e) && e.Code()&0xff == code
}

func fileSize(path string) int64 {
	info, err := os.Stat(path)
	if err != nil {
		return 0
	}
	return info.Size()
}

// logSize is the size of the write-ahead log beside the file.
func logSize(path string) int64 { return fileSize(path + "-wal") }
