package lexicon

import (
	"testing"

	"rostrum/schema"
)

func TestHolder(t *testing.T) {
	l, err := Load()
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		title, iso3 string
		on          schema.Date
		want        string
	}{
		{"Secretary of State", "USA", "1987-06-30", "George Shultz"},
		{"secretary of state", "USA", "2017-03-31", "Rex Tillerson"},
		{"General Secretary", "SUN", "1985-03-12", "Mikhail Gorbachev"},
		{"President", "USA", "1953-01-20", ""}, // Truman and Eisenhower
		{"President", "USA", "1900-01-01", ""},
	}
	for _, tt := range tests {
		if got := l.Holder(tt.title, tt.iso3, tt.on); got != tt.want {
			t.Errorf("Holder(%q, %q, %q) = %q, want %q", tt.title, tt.iso3, tt.on, got, tt.want)
		}
	}
}
