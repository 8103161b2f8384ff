package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"github.com/gofrs/flock"
	"github.com/urfave/cli/v2"

	"rostrum/cmd/ingest/internal/feed/sources"
	"rostrum/cmd/internal/command"
)

func watchCommand(now func() time.Time) *cli.Command {
	return &cli.Command{
		Name:  "watch",
		Usage: "visit the sources on their schedules and keep the graph fed",
		Description: `Reads sources.toml and visits each source when it is due: only what has changed is
fetched, one request to a host at a time, as robots.txt allows. What cannot be read stands
in the row of its source ('ingest status'); the others go on.

Ctrl-C or SIGTERM finishes what is in hand and stops within ten seconds; SIGHUP reads the
sources again. A second start goes on where the first stopped. One watch works on a store
of SQLite; on Neo4j several may.

Examples:
   ingest watch --sources sources.toml --store sqlite:news.db
   ingest watch --once                           one round of what is due, for cron
   ingest watch --listen 127.0.0.1:9477          metrics, /healthz and /readyz`,
		Flags: slices.Concat(deskFlags(), []cli.Flag{
			&cli.BoolFlag{Name: "once", Usage: "visit what is due once, and end"},
			&cli.StringFlag{Name: "listen", EnvVars: []string{"ROSTRUM_LISTEN"}, Usage: "answer with metrics and health at an `ADDRESS`"},
			&cli.IntFlag{Name: "visits", EnvVars: []string{"ROSTRUM_VISITS"}, Value: 8, Usage: "how many sources are visited at once"},
			&cli.StringFlag{Name: "log", EnvVars: []string{"ROSTRUM_LOG"}, Value: "text", Usage: "the log's `FORMAT` on standard error: text or json"},
			&cli.BoolFlag{Name: "verbose", Aliases: []string{"v"}, Usage: "log visits that found nothing new too"},
		}),
		Action: func(c *cli.Context) error { return watchSources(c, now) },
	}
}

func watchSources(c *cli.Context, now func() time.Time) (err error) {
	hangUp := make(chan os.Signal, 1)
	signal.Notify(hangUp, syscall.SIGHUP) // at once: who does not listen is ended by it
	defer signal.Stop(hangUp)
	log, err := newLog(c)
	if err != nil {
		return err
	}
	if c.Int("visits") < 1 {
		return command.Usagef("--visits %d: at least 1 is needed", c.Int("visits"))
	}
	file, err := sources.Read(c.String("sources"))
	if err != nil {
		return err
	}
	unlock, holder, err := lockStore(c.String("store"))
	if err != nil {
		return err
	}
	defer unlock()
	d, err := openDesk(c, file, now)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	w := d.watcher
	w.Log, w.Holder, w.Visits = log, holder, c.Int("visits")
	w.Use(file)
	stop, err := listen(c.String("listen"), d, log)
	if err != nil {
		return err
	}
	defer stop()
	ctx, cancel := context.WithCancel(c.Context)
	defer cancel()
	go rereadOnHangUp(ctx, hangUp, c.String("sources"), d, log)
	log.Info("watching", "sources", len(file.Sources), "store", c.String("store"))
	err = w.Run(ctx, c.Bool("once"))
	if err == nil {
		log.Info("stopped")
	}
	return err
}

func newLog(c *cli.Context) (*slog.Logger, error) {
	options := &slog.HandlerOptions{}
	if c.Bool("verbose") {
		options.Level = slog.LevelDebug
	}
	switch c.String("log") {
	case "text":
		return slog.New(slog.NewTextHandler(c.App.ErrWriter, options)), nil
	case "json":
		return slog.New(slog.NewJSONHandler(c.App.ErrWriter, options)), nil
	}
	return nil, command.Usagef("--log %q: use text or json", c.String("log"))
}

// lockStore keeps a second watch off a store of SQLite. The lock is the system's, so that
// it goes with the process however that ends. The holder is who claims sources: always
// the same where no other can run, so that claims of a killed watch are its successor's.
func lockStore(name string) (unlock func(), holder string, err error) {
	path, ok := strings.CutPrefix(name, "sqlite:")
	if !ok {
		host, _ := os.Hostname()
		return func() {}, fmt.Sprintf("%s %d %d", host, os.Getpid(), time.Now().UnixNano()), nil
	}
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return nil, "", fmt.Errorf("store %s: %w", name, err)
	}
	lock := flock.New(path + ".watch")
	locked, err := lock.TryLock()
	switch {
	case err != nil:
		return nil, "", fmt.Errorf("lock %s.watch: %w", path, err)
	case !locked:
		return nil, "", fmt.Errorf("another watch works on store %s: end it first, or use another store", name)
	}
	return func() { _ = lock.Unlock() }, "the only watch", nil
}

// listen answers with metrics and health.
func listen(address string, d *desk, log *slog.Logger) (stop func(), err error) {
	if address == "" {
		return func() {}, nil
	}
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return nil, fmt.Errorf("--listen %s: %w", address, err)
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", d.watcher.Metrics.Handler())
	mux.HandleFunc("GET /healthz", d.watcher.Healthz)
	mux.HandleFunc("GET /readyz", func(w http.ResponseWriter, r *http.Request) {
		if _, err := d.store.Status(r.Context()); err != nil {
			http.Error(w, "the store does not answer", http.StatusServiceUnavailable)
			log.Error("the store does not answer", "error", err)
			return
		}
		d.watcher.Healthz(w, r)
	})
	server := &http.Server{Handler: mux, ReadHeaderTimeout: 5 * time.Second}
	go func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			log.Error("metrics are not answered any more", "error", err)
		}
	}()
	log.Info("listening", "address", listener.Addr().String())
	return func() { _ = server.Close() }, nil
}

// rereadOnHangUp reads the file of sources again at each SIGHUP. One with errors changes
// nothing.
func rereadOnHangUp(ctx context.Context, hangUp <-chan os.Signal, path string, d *desk, log *slog.Logger) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-hangUp:
			file, err := sources.Read(path)
			if err != nil {
				log.Error("the sources stay as they were", "error", err)
				continue
			}
			d.watcher.Use(file)
			log.Info("read the sources again", "sources", len(file.Sources))
		}
	}
}
