package command

import "rostrum/extract/lexicon"

// Names is the word lists as package queries asks them.
type Names struct{ *lexicon.Lexicon }

// Country is the code of the country that a text means.
func (n Names) Country(text string) (string, bool) {
	country, ok := n.FindCountry(text)
	return country.ISO3, ok
}

// Treaty is the canonical name of the treaty that a text means.
func (n Names) Treaty(text string) (string, bool) {
	treaty, ok := n.FindTreaty(text)
	return treaty.Name, ok
}
