package graphtest

import (
	"fmt"
	"slices"
	"strings"

	"rostrum/graph"
	"rostrum/schema"
)

// found are the ids of the statements that a search finds, in order.
func (s *store) found(words string, limit int) []schema.ID {
	s.Helper()
	hits, err := s.Search(s.Context(), words, limit)
	if err != nil {
		s.Fatalf("search for %q: %v", words, err)
	}
	var ids []schema.ID
	for i, hit := range hits {
		ids = append(ids, hit.Statement)
		if i > 0 && hits[i-1].Score < hit.Score {
			s.Errorf("search for %q: the score rises from %v to %v", words, hits[i-1].Score, hit.Score)
		}
	}
	return ids
}

// finds checks that a search finds the statements of the names, in whatever order.
func (s *store) finds(words string, names ...string) {
	s.Helper()
	got := slices.Sorted(slices.Values(s.found(words, 100)))
	var want []schema.ID
	for _, name := range names {
		want = append(want, schema.NewID("statement", name))
	}
	slices.Sort(want)
	if !slices.Equal(got, want) {
		s.Errorf("search for %.200q: %d statements %v, want %d: %q", words, len(got), got, len(want), names)
	}
}

func testSearch(s *store) {
	b := article("a", "1", country("RUS", "Russia"),
		statement("mattis", "Russia has violated the treaty", "Mattis said that Russia has violated the treaty."),
		statement("denial", "We never violated anything", "“We never violated anything”, the Kremlin said of the treaty."),
		statement("quote", `They said "no" to the U.S.-led talks`, `They said "no" to the U.S.-led talks.`),
		statement("cafe", "The café in Београд", "The café in Београд, he said."),
		statement("twin 1", "the very same words", "He said the very same words."),
		statement("twin 2", "the very same words", "He said the very same words."),
		statement("twin 3", "the very same words", "He said the very same words."))
	s.apply(changes{graph.Added}, b)
	s.finds("violated", "mattis", "denial")
	s.finds("VIOLATED Treaty", "mattis", "denial")
	s.finds("violated Kremlin", "denial")
	s.finds("violated Kremlin absent")
	s.finds(`"violated the treaty"`, "mattis")
	s.finds(`"treaty the violated"`)
	s.finds(`treaty "never violated"`, "denial")
	s.finds("said no to", "quote")
	s.finds("U.S.-led", "quote")
	s.finds("cafe", "cafe")
	s.finds("београд", "cafe")
	s.finds("Russia OR Kremlin") // no operators: the word "or" stands nowhere
	s.finds("viol*")
	s.finds("")
	s.finds("  \t\n")
	hits, err := s.Search(s.Context(), "treaty", 1)
	if err != nil || len(hits) != 1 || !strings.Contains(hits[0].Snippet, "«treaty»") {
		s.Errorf("search for one treaty: %+v, %v", hits, err)
	}
	if hits, err := s.Search(s.Context(), "treaty", 0); err != nil || len(hits) != 0 {
		s.Errorf("search with limit 0: %+v, %v", hits, err)
	}
	twins := s.found("very same", 100)
	if len(twins) != 3 || !slices.IsSorted(twins) {
		s.Errorf("equally good statements are not in order of their ids: %v", twins)
	}
	if two := s.found("very same", 2); !slices.Equal(two, twins[:2]) {
		s.Errorf("the best two of %v are %v", twins, two)
	}
}

// testSearchOddWords searches for what might be a query language's own.
func testSearchOddWords(s *store) {
	s.apply(changes{graph.Added}, article("a", "1", statement("one", "near column text not and or", "near column text not and or")))
	for _, words := range []string{
		`"`, `""`, `"""`, `near"`, `"near`, `'`, `near' OR '1'='1`, "near*", "*", "^near", "+near", "-near", "near NOT column", "NEAR(near column)", "text:near",
		"{text} : near", "(near", ")", "near)", ":", "\\", "near\x00column", "\x00", "near\xff", "😀", "near 😀", "~near", "near~2", "[near TO column]", "near && column", "near || x",
		"!near", "/near/", "near\u202e", "é", "%", "_", ";", "--", strings.Repeat("(", 1000), strings.Repeat("near ", 10_000), strings.Repeat("n", 100_000),
	} {
		s.found(words, 10)
	}
	s.finds("near AND column", "one")
	s.finds("near\x00column", "one")
	s.finds("near 😀", "one") // what is no word is not looked for
	s.finds(`near "`, "one")
	var many []string
	for i := range 2000 {
		many = append(many, fmt.Sprint("w", i))
	}
	s.finds(strings.Join(many, " "))
	s.apply(changes{graph.Added}, article("b", "1", statement("many", strings.Join(many, " "), "x")))
	s.finds(strings.Join(many, " "), "many")
}

func testSearchFollowsChanges(s *store) {
	s.apply(changes{graph.Added}, article("a", "1", statement("one", "apples", "apples"), statement("two", "pears", "pears")))
	s.finds("apples", "one")
	s.apply(changes{graph.Replaced}, article("a", "2", statement("one", "plums", "plums")))
	s.finds("apples")
	s.finds("pears")
	s.finds("plums", "one")
	s.apply(changes{graph.Added}, article("b", "1", statement("one", "plums", "plums"), statement("three", "pears", "pears")))
	s.apply(changes{graph.Retracted}, retraction(article("a", "")))
	s.finds("plums", "one")
	s.finds("pears", "three")
	s.apply(changes{graph.Retracted}, retraction(article("b", "")))
	s.finds("plums")
	s.finds("pears")
}
