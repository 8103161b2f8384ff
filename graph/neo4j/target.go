package neo4j

import (
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strings"
)

// Target is a database on a server, and who reads or writes it.
type Target struct {
	URI      string // scheme, host and port, as the driver takes it
	User     string // "": without authentication
	Password string
	Database string // "": the server's default
}

// schemes are those of Bolt: neo4j routes in a cluster, bolt does not; +s is TLS, +ssc
// TLS with a certificate that nobody vouches for.
var schemes = []string{"neo4j", "neo4j+s", "neo4j+ssc", "bolt", "bolt+s", "bolt+ssc"}

// IsURI tells whether a store's name is meant for this package.
func IsURI(name string) bool {
	scheme, _, ok := strings.Cut(name, "://")
	return ok && slices.Contains(schemes, scheme)
}

// ParseTarget reads neo4j://user@host:7687/database. Where no user is named it is
// neo4j, if there is a password. A password within the URI is an error: it would end up
// in histories and logs.
func ParseTarget(uri, password string) (Target, error) {
	u, err := url.Parse(uri)
	if err != nil {
		// The error of url.Parse prints the URI, and with it a password.
		return Target{}, errors.New("it is not a URI: write it as neo4j://user@host:7687/database")
	}
	if _, within := u.User.Password(); within {
		return Target{}, errors.New("a password does not belong into the URI: put it into ROSTRUM_NEO4J_PASSWORD or a file that ROSTRUM_NEO4J_PASSWORD_FILE names")
	}
	if u.Hostname() == "" || !slices.Contains(schemes, u.Scheme) {
		return Target{}, errors.New("write it as neo4j://user@host:7687/database")
	}
	database := strings.Trim(u.Path, "/")
	if strings.Contains(database, "/") || u.Fragment != "" {
		return Target{}, fmt.Errorf("%q is not the name of a database", database)
	}
	t := Target{URI: u.Scheme + "://" + u.Host, User: u.User.Username(), Password: password, Database: database}
	if u.RawQuery != "" {
		t.URI += "?" + u.RawQuery // the routing context of a cluster
	}
	if t.User == "" && password != "" {
		t.User = "neo4j"
	}
	return t, nil
}

// String is the target without secrets.
func (t Target) String() string {
	scheme, host, _ := strings.Cut(t.URI, "://")
	host, _, _ = strings.Cut(host, "?")
	s := scheme + "://"
	if t.User != "" {
		s += url.User(t.User).String() + "@"
	}
	s += host
	if t.Database != "" {
		s += "/" + t.Database
	}
	return s
}
