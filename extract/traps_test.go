package extract

import (
	"slices"
	"strings"
	"testing"

	"rostrum/schema"
)

// TestTraps reads, with the network, what looks like an accusation and is none, and what
// is one in an unusual shape.
func TestTraps(t *testing.T) {
	x := newExtractor(t)
	for _, c := range []struct {
		name, text string
		want       []string // stance: accuser > target
	}{
		{"the accused", "The accused was led into the courtroom on Monday. The accused said nothing and sat down beside a guard.", nil},
		{"weather", "Farmers blamed the weather for the poor harvest this year, the union said.", nil},
		{"electricity", "The battery is charged with electricity overnight, the maker says. It takes four hours.", nil},
		{"sports", "Arsenal attacked from the start and punished United for a slow defence. The visitors blamed a missed penalty.", nil},
		{"title of a book", "Her book, The Crimes of France, sold well. The film \"Evil Empire\" opens on Friday.", nil},
		{"headline in capitals", "RUSSIA ACCUSES UKRAINE OF SHELLING BORDER TOWN\n\nMOSCOW (Reuters) - Russia accused Ukraine on Monday of shelling a border town.",
			[]string{"accuse: Russia > Ukraine"}},
		{"a list of accusers and targets", "Britain, France and Germany accused Russia and Iran of hacking the computers of hospitals.",
			[]string{"accuse: France > Iran", "accuse: France > Russia", "accuse: Germany > Iran", "accuse: Germany > Russia", "accuse: United Kingdom > Iran", "accuse: United Kingdom > Russia"}},
		{"passive without an agent", "Serbia has been accused of arming the militia.", []string{"report: nobody > Serbia"}},
		{"in indirect speech", "President Emmanuel Macron said that Russia was lying about the attack.", []string{"accuse: Emmanuel Macron > Russia"}},
		{"each other", "India and Pakistan accused each other of violating the ceasefire.", []string{"accuse: India > Pakistan", "accuse: Pakistan > India"}},
		{"a denial", "Ukraine accused Russia of bombing a school. Russia denied the accusation.", []string{"accuse: Ukraine > Russia", "deny: Russia > Ukraine"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			e := extraction(t, x, &schema.Document{ID: schema.DocumentID("", "", "", c.name), Text: c.text, PlainText: true})
			names := map[schema.ID]string{"": "nobody"}
			for _, entity := range e.Entities {
				names[entity.ID] = entity.Name
			}
			var found []string
			for _, a := range e.Accusations {
				found = append(found, string(a.Stance)+": "+names[a.Accuser]+" > "+names[a.Target])
			}
			slices.Sort(found)
			if found = slices.Compact(found); !slices.Equal(found, c.want) {
				t.Errorf("found\n\t%s\nwant\n\t%s", strings.Join(found, "\n\t"), strings.Join(c.want, "\n\t"))
			}
		})
	}
}
