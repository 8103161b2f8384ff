package extract

import (
	"slices"
	"testing"

	"rostrum/extract/lexicon"
	"rostrum/extract/nlp"
	"rostrum/schema"
)

// halfSure believes a third of its accusations.
type halfSure struct{ byHand }

func (h halfSure) Find(t *nlp.Text, minimum float64) (*nlp.Findings, error) {
	found, err := h.byHand.Find(t, minimum)
	if err != nil {
		return nil, err
	}
	for i := range found.Accusations {
		found.Accusations[i].Confidence = 0.3
	}
	return found, nil
}

// TestLowerMinimumAdds: who asks for less sure accusations gets more of them, and those that words make plain as before.
func TestLowerMinimumAdds(t *testing.T) {
	l, err := lexicon.Load()
	if err != nil {
		t.Fatal(err)
	}
	finder := halfSure{byHand{"accused: accuse other | Olsen | accused | Chile | dumping oil in the bay"}}
	text := "The harbour board met. Jan Olsen accused Peru of dumping oil in the bay off Chile."
	usual := extraction(t, New(l, finder, 0), document(text)).Accusations
	if len(usual) != 1 || usual[0].Rule == readRule {
		t.Fatalf("of the usual confidence are %+v, want the one by its words", usual)
	}
	lower := extraction(t, New(l, finder, 0.1), document(text)).Accusations
	if !slices.ContainsFunc(lower, func(a schema.Accusation) bool { return a.Rule == usual[0].Rule && a.Target == usual[0].Target }) {
		t.Errorf("of a tenth are %+v, without %+v", lower, usual[0])
	}
}
