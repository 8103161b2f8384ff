// Package neo4j keeps the graph on a Neo4j server or cluster: a Store that speaks Bolt.
//
// It is not a driver: github.com/neo4j/neo4j-go-driver is, with its routing, pools and
// bookmarks. It plans nothing either: the server does. It sees to it that the same
// batches and the same checked queries give the same rows as on every other store.
//
// Nodes and edges are the server's own. Who supports them is in nodes of the label
// RostrumDocument, one a document, without edges, which no query meets. DESIGN.md tells
// why, and what holds when several write.
//
// The main path: [Open] makes the model's constraints and indexes and checks them;
// [Store.Apply] puts documents' batches in place of their last ones in one transaction;
// [Reader.Query] writes a checked query anew in the server's dialect (dialect.go), sends
// it in a read transaction and streams its rows.
package neo4j

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
	"github.com/neo4j/neo4j-go-driver/v5/neo4j/config"

	"rostrum/graph"
	"rostrum/schema"
)

// Options say how a store is used. The zero value is what most need.
type Options struct {
	// QueryTime and QueryRows bound a query: one that takes longer, or has more rows,
	// ends with an error that says so. 0: 5 minutes, 10 million rows.
	QueryTime time.Duration
	QueryRows int64

	// Patience is how long Apply waits for a server that does not answer, and Waiting is
	// called with what it waits for, each time it tries again; may be nil. 0: 2 minutes.
	Patience time.Duration
	Waiting  func(err error, left time.Duration)
}

func (o Options) withDefaults() Options {
	if o.QueryTime == 0 {
		o.QueryTime = 5 * time.Minute
	}
	if o.QueryRows == 0 {
		o.QueryRows = 10_000_000
	}
	if o.Patience == 0 {
		o.Patience = 2 * time.Minute
	}
	return o
}

// Reader reads a graph. It writes nothing, and its user need have no right to. It may
// be used from many goroutines at once.
type Reader struct {
	driver    neo4j.DriverWithContext
	target    Target
	model     *schema.GraphModel
	options   Options
	bookmarks neo4j.BookmarkManager // so that one session sees what another has written
}

// Store writes too.
type Store struct{ *Reader }

var (
	_ graph.Store  = (*Store)(nil)
	_ graph.Reader = (*Reader)(nil)
)

// Open connects to the server, makes the model's constraints and indexes where they are
// missing, and checks that they are what the model asks for.
func Open(ctx context.Context, target Target, model *schema.GraphModel, options Options) (*Store, error) {
	r, err := OpenReader(ctx, target, model, options)
	if err != nil {
		return nil, err
	}
	s := &Store{r}
	if err := s.prepare(ctx); err != nil {
		r.driver.Close(ctx)
		return nil, fmt.Errorf("neo4j: open %s: %w", target, r.explain(ctx, err))
	}
	return s, nil
}

// OpenReader connects to the server to read only. A graph that nobody has written yet
// is an empty one.
func OpenReader(ctx context.Context, target Target, model *schema.GraphModel, options Options) (*Reader, error) {
	auth := neo4j.NoAuth()
	if target.User != "" {
		auth = neo4j.BasicAuth(target.User, target.Password, "")
	}
	driver, err := neo4j.NewDriverWithContext(target.URI, auth, func(c *config.Config) {
		c.UserAgent = "rostrum"
		c.SocketConnectTimeout = 10 * time.Second
		c.ConnectionAcquisitionTimeout = 20 * time.Second
		c.MaxTransactionRetryTime = retryTime
		c.TelemetryDisabled = true
	})
	if err != nil {
		return nil, fmt.Errorf("neo4j: open %s: %w", target, err)
	}
	r := &Reader{driver: driver, target: target, model: model, options: options.withDefaults(),
		bookmarks: neo4j.NewBookmarkManager(neo4j.BookmarkManagerConfig{})}
	if err := r.connect(ctx); err != nil {
		driver.Close(ctx)
		return nil, fmt.Errorf("neo4j: open %s: %w", target, r.explain(ctx, err))
	}
	return r, nil
}

// connect checks that there is a server, that it is new enough, and the database.
func (r *Reader) connect(ctx context.Context) error {
	info, err := r.driver.GetServerInfo(ctx)
	if err != nil {
		return err
	}
	if err := checkVersion(info.Agent()); err != nil {
		return err
	}
	session := r.session(ctx, neo4j.AccessModeRead)
	defer session.Close(ctx)
	result, err := session.Run(ctx, "RETURN 1", nil)
	if err != nil {
		return err
	}
	_, err = result.Consume(ctx)
	return err
}

// checkVersion refuses a server that does not know the Cypher that is sent to it.
func checkVersion(agent string) error {
	var major, minor int
	if _, err := fmt.Sscanf(agent, "Neo4j/%d.%d", &major, &minor); err != nil {
		return nil // another server that speaks Bolt: it will say what it does not know
	}
	if major < 5 || major == 5 && minor < 13 {
		return fmt.Errorf("the server is Neo4j %d.%d, which is too old: 5.13 or newer is needed", major, minor)
	}
	return nil
}

func (r *Reader) session(ctx context.Context, mode neo4j.AccessMode) neo4j.SessionWithContext {
	return r.driver.NewSession(ctx, neo4j.SessionConfig{
		AccessMode: mode, DatabaseName: r.target.Database, BookmarkManager: r.bookmarks, FetchSize: 1000,
	})
}

// Close closes the connections.
func (r *Reader) Close() error {
	// The driver's connections are closed at once; there is nothing to wait for.
	if err := r.driver.Close(context.Background()); err != nil {
		return fmt.Errorf("neo4j: close %s: %w", r.target, err)
	}
	return nil
}

// errTooMany ends a query that has more rows than Options.QueryRows.
var errTooMany = errors.New("the answer has too many rows; add conditions or a LIMIT")
