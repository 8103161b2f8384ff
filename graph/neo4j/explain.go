package neo4j

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"github.com/neo4j/neo4j-go-driver/v5/neo4j"
)

// explain says in a user's words what the server's or the driver's error means and what
// to do, where that is not the error's own text.
func (r *Reader) explain(ctx context.Context, err error) error {
	if ctx.Err() != nil {
		return ctx.Err() // what it broke off is not the cause
	}
	var server *neo4j.Neo4jError
	if errors.As(err, &server) {
		if advice := r.advice(server); advice != "" {
			return fmt.Errorf("%s (%s)", advice, server.Code)
		}
		return fmt.Errorf("the server says: %s (%s)", firstLine(server.Msg), server.Code)
	}
	if isConnectivity(err) {
		return fmt.Errorf("no answer from the server at %s: is it running, and is that its Bolt port? (%s)", r.target.URI, firstLine(err.Error()))
	}
	return err
}

func firstLine(text string) string {
	line, _, _ := strings.Cut(strings.TrimSpace(text), "\n")
	return line
}

// advice is what a code of the server means here, or "".
func (r *Reader) advice(e *neo4j.Neo4jError) string {
	user := r.target.User
	if user == "" {
		user = "(none)"
	}
	switch e.Code {
	case "Neo.ClientError.Security.Unauthorized":
		return fmt.Sprintf("the server does not take user %s with this password: set ROSTRUM_NEO4J_PASSWORD, and the user in --store neo4j://user@…", user)
	case "Neo.ClientError.Security.AuthenticationRateLimit":
		return "too many wrong passwords: wait a few seconds and use the right one"
	case "Neo.ClientError.Security.CredentialsExpired":
		return fmt.Sprintf("the password of user %s must be changed first: ALTER CURRENT USER SET PASSWORD", user)
	case "Neo.ClientError.Security.Forbidden":
		return fmt.Sprintf("user %s has no right to do this in %s: %s", user, r.target, firstLine(e.Msg))
	case "Neo.ClientError.General.ForbiddenOnReadOnlyDatabase", "Neo.ClientError.General.WriteOnReadOnlyAccessMode",
		"Neo.ClientError.General.WriteOnReadOnlyAccessDatabase", "Neo.ClientError.Cluster.NotALeader":
		return fmt.Sprintf("%s can only be read here", r.target)
	case "Neo.ClientError.Database.DatabaseNotFound":
		return fmt.Sprintf("the server has no database %q: name one that is there in --store, or make it with CREATE DATABASE", r.target.Database)
	case "Neo.TransientError.Database.DatabaseUnavailable":
		return fmt.Sprintf("the database %q is stopped or starting", r.target.Database)
	case "Neo.ClientError.Schema.ConstraintCreationFailed", "Neo.DatabaseError.Schema.ConstraintCreationFailed", "Neo.ClientError.Schema.ConstraintValidationFailed":
		return "data that is there already clashes with a constraint that the graph needs: " + strings.Join(strings.Fields(e.Msg), " ") + "; use an empty database, or take those nodes out"
	case "Neo.ClientError.Transaction.TransactionTimedOut", "Neo.ClientError.Transaction.TransactionTimedOutClientConfiguration":
		return fmt.Sprintf("the query took longer than %v and was ended; add conditions or a LIMIT", r.options.QueryTime)
	}
	return ""
}

// isConnectivity tells whether a server could not be reached, or was lost.
func isConnectivity(err error) bool {
	return neo4j.IsConnectivityError(err) || strings.Contains(err.Error(), "ConnectivityError")
}
