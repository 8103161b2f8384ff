package lexicon

import (
	"io/fs"
	"slices"
	"strings"
	"testing"

	"rostrum/schema"
)

func TestOfficialsNamed(t *testing.T) {
	l := load(t)
	tests := []struct {
		name, persons string
		on            schema.Date
	}{
		{"Mikhail S. Gorbachev", "Mikhail Gorbachev", ""},
		{"MIKHAIL GORBACHEV", "Mikhail Gorbachev", ""},
		{"William Jefferson Clinton", "Bill Clinton", ""},
		{"Ronald Regan", "Ronald Reagan", ""},
		{"Barack H. Obama", "Barack Obama", ""},
		{"Joseph R. Biden, Jr.", "Joe Biden", ""},
		{"Volodymyr Zelenskyy", "Volodymyr Zelenskyy", ""},
		{"Zelenskiy", "Volodymyr Zelenskyy", ""},
		{"Muammar el-Qaddafi", "Muammar Gaddafi", ""},
		{"Bashar Al Assad", "Bashar al-Assad", ""},
		{"Kadhafi", "Muammar Gaddafi", ""},
		{"Francois Mitterrand", "François Mitterrand", ""},
		{"Ban Ki Moon", "Ban Ki-moon", ""},
		{"George W. Bush", "George W. Bush", ""},
		{"George H.W. Bush", "George H. W. Bush", ""},
		{"George Bush", "George H. W. Bush|George W. Bush", ""},
		{"George P. Bush", "", ""},
		{"Ferdinand Marcos", "Ferdinand Marcos", ""},
		{"Ferdinand Marcos Jr", "Ferdinand Marcos Jr.", ""},
		{"Gerhard Schroeder", "Gerhard Schröder (CDU)|Gerhard Schröder", ""},
		{"George Allen", "George Allen", "2016-06-01"},
		{"Mike Rogers", "Mike Rogers (MI)|Mike Rogers", "2016-06-01"},
		{"John Kennedy", "John F. Kennedy", "1962-06-01"},
		{"John Kennedy", "John F. Kennedy|John Kennedy", "2017-06-01"},
		{"Robert Taft", "Robert A. Taft", "1950-06-01"},
		{"Robert Taft", "", "2016-06-01"}, // senators long ago
		{"Jim Florio", "", ""},            // and without a day only those in office
		{"Tim Kaine", "Tim Kaine", ""},
		{"Vladimir Nobody", "", ""},
		{"Vladimir", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		var persons []string
		for _, o := range l.OfficialsNamed(tt.name, tt.on) {
			if !slices.Contains(persons, o.Person) {
				persons = append(persons, o.Person)
			}
		}
		if got := strings.Join(persons, "|"); got != tt.persons {
			t.Errorf("OfficialsNamed(%q) is %q, want %q", tt.name, got, tt.persons)
		}
	}
	if terms := l.OfficialsNamed("Yevgeny Primakov", ""); !slices.IsSortedFunc(terms, byTime) || len(terms) < 3 {
		t.Errorf("terms are not in order of time: %v", terms)
	}
}

func TestHolder(t *testing.T) {
	l := load(t)
	tests := []struct {
		title, iso3 string
		on          schema.Date
		want        string
	}{
		{"Secretary of State", "USA", "1987-06-30", "George Shultz"},
		{"secretary of state", "USA", "2017-03-31", "Rex Tillerson"},
		{"defense secretary", "USA", "2017-03-31", "James Mattis"},
		{"defence secretary", "GBR", "2017-03-31", "Michael Fallon"},
		{"General Secretary", "SUN", "1985-03-12", "Mikhail Gorbachev"},
		{"foreign minister", "RUS", "2018-01-01", "Sergei Lavrov"},
		{"Secretary General of NATO", "", "1999-03-24", "Javier Solana"},
		{"President", "USA", "1953-01-20", ""}, // Truman and Eisenhower
		{"President", "USA", "1900-01-01", ""},
		{"Senator", "USA", "2000-01-01", ""}, // several
		{"Governor of Indiana", "USA", "2016-06-01", "Mike Pence"},
		{"Governor of Alaska", "USA", "2009-07-26", ""}, // the day of a handover
		{"President", "IRQ", "2030-01-01", "Abdul Latif Rashid"},
	}
	for _, tt := range tests {
		if got := l.Holder(tt.title, tt.iso3, tt.on); got != tt.want {
			t.Errorf("Holder(%q, %q, %q) = %q, want %q", tt.title, tt.iso3, tt.on, got, tt.want)
		}
	}
}

func TestSurnameHolders(t *testing.T) {
	l := load(t)
	tests := []struct {
		last string
		on   schema.Date
		want string
	}{
		{"Tillerson", "", "Rex Tillerson, Secretary of State"},
		{"Tillerson", "2019-01-01", ""},
		{"Gorbachev", "1986-01-01", "Mikhail Gorbachev, General Secretary of the Communist Party"},
		{"von der Leyen", "2020-01-01", "Ursula von der Leyen, President of the European Commission"},
		{"Leyen", "2020-01-01", "Ursula von der Leyen, President of the European Commission"},
		{"Boutros-Ghali", "1993-01-01", "Boutros Boutros-Ghali, Secretary-General of the United Nations"},
		{"Xi", "2013-02-01", "Xi Jinping, General Secretary of the Communist Party"},
		{"Jinping", "", ""},
		{"Qaddafi", "1986-04-15", "Muammar Gaddafi, Leader"},
		{"Assad", "1990-01-01", "Hafez al-Assad, President"},
		{"al-Assad", "2010-01-01", "Bashar al-Assad, President"},
		{"Bush", "1992-01-01", "George H. W. Bush, President|Barbara Bush, First Lady"},
		{"Thurmond", "1957-08-28", "Strom Thurmond, Senator"},
		{"Pence", "2014-01-01", "Mike Pence, Governor of Indiana"},
		{"(CDU)", "", ""},
		{"", "", ""},
	}
	for _, tt := range tests {
		var found []string
		for _, o := range l.SurnameHolders(tt.last, tt.on) {
			found = append(found, o.Person+", "+o.Office)
		}
		slices.Sort(found)
		want := strings.Split(tt.want, "|")
		slices.Sort(want)
		if got := strings.Join(found, "|"); got != strings.Join(want, "|") {
			t.Errorf("SurnameHolders(%q, %q) is %q, want %q", tt.last, tt.on, got, tt.want)
		}
	}
}

// TestOrganizationsOfOfficials wants the names that organizations.tsv has.
func TestOrganizationsOfOfficials(t *testing.T) {
	l := load(t)
	for _, o := range l.officials.all {
		if o.Organization == "" {
			continue
		}
		entries, n := l.At(o.Organization, 0)
		named := slices.ContainsFunc(entries, func(e Entry) bool { return e.Name == o.Organization })
		if n != len(o.Organization) || !named {
			t.Errorf("organizations.tsv has no %q, of %s", o.Organization, o.Person)
		}
	}
}

// BenchmarkOfficials is what the table adds to Load: about 30 ms of CPU.
func BenchmarkOfficials(b *testing.B) {
	data, err := fs.Sub(embedded, "data")
	if err != nil {
		b.Fatal(err)
	}
	lexicon, err := LoadFS(data)
	if err != nil {
		b.Fatal(err)
	}
	for b.Loop() {
		l := &loader{files: data, lexicon: lexicon}
		l.officials()
		if len(l.errors) > 0 {
			b.Fatal(l.errors)
		}
	}
}
