package queriestest

import (
	"testing"

	"rostrum/schema"
)

func TestGraphFitsTheModel(t *testing.T) {
	for _, b := range Graph() {
		if err := b.Check(schema.Model()); err != nil {
			t.Error(err)
		}
	}
}
