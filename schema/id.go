package schema

import (
	"strings"

	"github.com/google/uuid"
)

// ID is a UUID version 5 (RFC 9562) in its usual lower-case form, made of a stable
// key, so that the same thing has the same ID on every machine and in every run.
// The empty ID means none.
type ID string

// namespace is the UUID of this program's names; changing it changes every ID.
var namespace = uuid.NewSHA1(uuid.NameSpaceURL, []byte("https://rostrum.example/ns"))

// NewID makes the ID of the thing of a kind ("person", "statement") whose key is
// parts. The parts are joined by U+001F, which no name holds, so that ("ab","c") and
// ("a","bc") differ.
func NewID(kind string, parts ...string) ID {
	key := kind + "\x1f" + strings.Join(parts, "\x1f")
	return ID(uuid.NewSHA1(namespace, []byte(key)).String())
}

// ParseID checks that text is a UUID and returns it in its usual form.
func ParseID(text string) (ID, error) {
	u, err := uuid.Parse(text)
	if err != nil {
		return "", err
	}
	return ID(u.String()), nil
}
