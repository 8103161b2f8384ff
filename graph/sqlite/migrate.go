package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"errors"
	"fmt"
	"io/fs"
	"os"

	sqlite3 "modernc.org/sqlite/lib"

	"rostrum/graph"
)

//go:embed migration/*.sql
var migrations embed.FS // in order of their names; the number is the user_version they bring

// applicationID marks a SQLite file as a store ("Rstm"), in the header's field for it.
const applicationID = 0x5273746d

// checkFile says whether the file is a store, or may become one as it has no byte yet,
// which is what SQLite makes first; made is false then, and where there is no file.
// Nothing is touched, not even a lock. It must be SQLite that looks: another open
// file of this process on the store would, when closed, take SQLite's locks away.
func checkFile(ctx context.Context, path string) (made bool, err error) {
	info, err := os.Stat(path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return false, nil
	case err != nil:
		return false, err
	case info.IsDir():
		return false, errors.New("it is a folder; name a file in it")
	case info.Size() == 0:
		return false, nil
	}
	name, err := dataSource(path, "ro&immutable=1", 0)
	if err != nil {
		return false, err
	}
	db, err := sql.Open("sqlite", name)
	if err != nil {
		return false, err
	}
	defer db.Close()
	var id int
	err = db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id)
	switch {
	case isCode(err, sqlite3.SQLITE_NOTADB) || err == nil && info.Size() < 512: // its smallest page
		return false, errors.New("the file is not a store of this program; it is left as it is; name another one")
	case isCode(err, sqlite3.SQLITE_CORRUPT) && logSize(path) > 0:
		// A writer was killed while it moved its log into the file: only file and log
		// together are whole, and to open them together tells whether they are.
		return true, nil
	case err != nil:
		return false, explain(ctx, err)
	case id != applicationID:
		return false, errors.New("the file is a SQLite database of another program; it is left as it is; name another one")
	}
	return true, nil
}

// migrate makes the store in an empty file, and brings an older one up to date.
func migrate(ctx context.Context, db *sql.DB) error {
	if err := mark(ctx, db); err != nil {
		return err
	}
	if _, err := db.ExecContext(ctx, "PRAGMA journal_mode = WAL"); err != nil {
		return err
	}
	names, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return err
	}
	version, err := userVersion(ctx, db)
	if err != nil {
		return err
	}
	if version > len(names) {
		return fmt.Errorf("its layout is number %d, this version knows %d: %w", version, len(names), graph.ErrNewer)
	}
	for i, name := range names[version:] {
		if err := step(ctx, db, name, version+i+1); err != nil {
			return fmt.Errorf("%s: %w", name, err)
		}
	}
	return nil
}

// mark makes an empty file a store. That is committed before the file is put into
// WAL mode, so that from then on the mark is in the file itself, not only in its log.
func mark(ctx context.Context, db *sql.DB) error {
	var id, tables int
	if err := db.QueryRowContext(ctx, "PRAGMA application_id").Scan(&id); err != nil || id == applicationID {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if err := tx.QueryRowContext(ctx, "SELECT count(*) FROM sqlite_schema").Scan(&tables); err != nil {
		return err
	}
	if tables > 0 {
		return errors.New("the file is a SQLite database of another program; name another one")
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA application_id = %d", applicationID)); err != nil {
		return err
	}
	return tx.Commit()
}

// step runs the migration that brings version, unless another process has meanwhile.
func step(ctx context.Context, db *sql.DB, name string, version int) error {
	text, err := migrations.ReadFile(name)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if now, err := userVersion(ctx, tx); err != nil || now >= version {
		return err
	}
	if _, err := tx.ExecContext(ctx, string(text)); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, fmt.Sprintf("PRAGMA user_version = %d", version)); err != nil {
		return err
	}
	return tx.Commit()
}

// checkVersion says whether a reader of this version understands the store.
func checkVersion(ctx context.Context, db *sql.DB) error {
	names, err := fs.Glob(migrations, "migration/*.sql")
	if err != nil {
		return err
	}
	version, err := userVersion(ctx, db)
	switch {
	case err != nil:
		return err
	case version > len(names):
		return fmt.Errorf("its layout is number %d, this version knows %d: %w", version, len(names), graph.ErrNewer)
	case version < len(names):
		return fmt.Errorf("its layout is number %d, this version reads number %d: open it once to write, 'ingest status' does, and it is brought up to date", version, len(names))
	}
	return nil
}

func userVersion(ctx context.Context, db interface {
	QueryRowContext(ctx context.Context, query string, args ...any) *sql.Row
}) (version int, err error) {
	err = db.QueryRowContext(ctx, "PRAGMA user_version").Scan(&version)
	return version, err
}
