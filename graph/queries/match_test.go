package queries

import (
	"strings"
	"testing"

	"rostrum/schema"
)

func TestMatch(t *testing.T) {
	names := []string{"Bill Clinton", "Hillary Clinton", "Rex Tillerson", "Recep Tayyip Erdoğan", "Alexander Van der Bellen",
		"Beji Caid Essebsi", "Lech Wałęsa", "Xi Jinping", "James Mattis", "a senior official", "MATTIS"}
	for _, test := range []struct{ text, want string }{
		{"Bill Clinton", "Bill Clinton"},
		{"bill clinton", "Bill Clinton"},
		{"Clinton", "? Bill Clinton, Hillary Clinton"},
		{"tillerson", "Rex Tillerson"},
		{"ERDOGAN", "Recep Tayyip Erdoğan"},
		{"van der bellen", "Alexander Van der Bellen"},
		{"Caid", "Beji Caid Essebsi"},
		{"Essebsi Beji", "Beji Caid Essebsi"},
		{"walesa", "Lech Wałęsa"},
		{"MATTIS", "MATTIS"},
		{"mattis", "MATTIS"}, // all of a name is nearer than its last word
		{"Tilerson", "! Rex Tillerson"},
		{"Hilary Clinton", "! Hillary Clinton, Bill Clinton"},
		{"a senior official", "a senior official"},
		{"official", "!"},
		{"Zzyzx", "!"},
		{"", "!"},
	} {
		m := newMatcher(test.text)
		for _, name := range names {
			m.add(name, name, strings.HasPrefix(name, "a "))
		}
		got := strings.Join(m.names(), ", ")
		switch {
		case len(m.found) == 0:
			got = strings.TrimSpace("! " + strings.Join(m.nearNames(), ", "))
		case len(m.found) > 1:
			got = "? " + got
		}
		if got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestEndDate(t *testing.T) {
	p := Parameter{Name: "until", Type: EndDate}
	for _, test := range []struct {
		text string
		want schema.Date
	}{
		{"2017-03-31", "2017-03-31"}, {"2017-02", "2017-02-28"}, {"2016-02", "2016-02-29"}, {"2017", "2017-12-31"},
	} {
		if got, err := p.plain(test.text); got != test.want || err != nil {
			t.Errorf("%s: got %v, %v; want %s", test.text, got, err, test.want)
		}
	}
	if got, err := p.plain("2017-02-30"); err == nil {
		t.Errorf("2017-02-30: got %v; want an error", got)
	}
}
