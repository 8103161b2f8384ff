package queriestest

import (
	"fmt"
	"strings"
	"time"

	"rostrum/graph"
	"rostrum/schema"
)

// article builds the extraction of one article. Places are given by their words,
// which stand once in the text.
type article struct{ e *schema.Extraction }

// newArticle begins an article; no day leaves it undated.
func newArticle(outlet, title, day, url, text string) *article {
	d := &schema.Document{Source: outlet, Title: title, URL: url, Path: "articles/" + strings.ReplaceAll(strings.ToLower(outlet+title), " ", "-") + ".txt", Text: text, Language: "en"}
	if day != "" {
		published, err := time.Parse(time.DateOnly, day)
		if err != nil {
			panic(err)
		}
		d.Published = published
	}
	d.ID = schema.DocumentID(d.URL, "", "", d.Path)
	return &article{&schema.Extraction{Document: d}}
}

func (a *article) batch() graph.Batch {
	return graph.FromExtraction(a.e, a.e.Document.TextSHA256())
}

// at is the place of words.
func (a *article) at(words string) []schema.Span {
	start := strings.Index(a.e.Document.Text, words)
	if start < 0 || strings.Count(a.e.Document.Text, words) > 1 {
		panic(fmt.Sprintf("%q: the words %q do not stand there once", a.e.Document.Title, words))
	}
	return []schema.Span{{Start: start, End: start + len(words)}}
}

// sentence is the line of the text that the words stand in.
func (a *article) sentence(words string) []schema.Span {
	s := a.at(words)[0]
	text := a.e.Document.Text
	s.Start = strings.LastIndexByte(text[:s.Start], '\n') + 1
	if end := strings.IndexByte(text[s.End:], '\n'); end >= 0 {
		s.End += end
	} else {
		s.End = len(text)
	}
	return []schema.Span{s}
}

func (a *article) entity(x schema.Entity) schema.ID {
	a.e.Entities = append(a.e.Entities, x)
	return x.ID
}

func (a *article) person(name string) schema.ID {
	return a.entity(schema.Entity{ID: schema.EntityID(schema.Person, name), Kind: schema.Person, Name: name})
}

// unnamed is somebody described, who speaks for a country or "".
func (a *article) unnamed(description, iso3 string) schema.ID {
	return a.entity(schema.Entity{ID: schema.UnnamedID(a.e.Document.ID, schema.Person, description),
		Kind: schema.Person, Name: description, Unnamed: true, ISO3: iso3})
}

func (a *article) country(iso3, name string) schema.ID {
	return a.entity(schema.Entity{ID: schema.CountryID(iso3), Kind: schema.Country, Name: name, ISO3: iso3})
}

func (a *article) organization(name string) schema.ID {
	return a.entity(schema.Entity{ID: schema.EntityID(schema.Organization, name), Kind: schema.Organization, Name: name})
}

func (a *article) treaty(name string, year int) schema.ID {
	return a.entity(schema.Entity{ID: schema.EntityID(schema.Treaty, name), Kind: schema.Treaty, Name: name, Year: year})
}

// office is an office of a country that is among the entities.
func (a *article) office(title, iso3 string) schema.ID {
	return a.entity(schema.Entity{ID: schema.EntityID(schema.Office, title, iso3), Kind: schema.Office, Name: title, ISO3: iso3})
}

func (a *article) holds(person, office schema.ID, status schema.HoldingStatus, words string) {
	a.e.Holdings = append(a.e.Holdings, schema.Holding{Person: person, Office: office, Status: status, Evidence: a.sentence(words), Rule: "hand"})
}

// term dates the holding that was added last.
func (a *article) term(from, to schema.Date) {
	h := &a.e.Holdings[len(a.e.Holdings)-1]
	h.From, h.To = from, to
}

func (a *article) member(member, of schema.ID, words string) {
	a.e.Memberships = append(a.e.Memberships, schema.Membership{Member: member, Of: of, Evidence: a.sentence(words), Rule: "hand"})
}

// says adds an indirect statement. The words are its content.
func (a *article) says(speakers []schema.ID, office schema.ID, words string, about ...schema.ID) schema.ID {
	s := schema.Statement{
		ID: schema.NewID("statement", string(a.e.Document.ID), words), Kind: schema.Indirect, Speakers: speakers, Office: office,
		Content: a.at(words), Sentence: a.sentence(words), Text: words, SaidOn: a.day(),
		Modality: schema.Asserted, References: about, Confidence: 0.9, Rule: "hand",
	}
	a.e.Statements = append(a.e.Statements, s)
	return s.ID
}

// last is the last statement, to be changed.
func (a *article) last() *schema.Statement { return &a.e.Statements[len(a.e.Statements)-1] }

func (a *article) day() schema.Date { return schema.DateOf(a.e.Document.Published) }

// accuses adds an accusation. The words are the charge.
func (a *article) accuses(accuser, office, target schema.ID, words, kind string, statement schema.ID) *schema.Accusation {
	a.e.Accusations = append(a.e.Accusations, schema.Accusation{
		ID:      schema.NewID("accusation", string(a.e.Document.ID), string(accuser), string(target), words),
		Accuser: accuser, AccuserOffice: office, Target: target, Charge: a.at(words), ChargeText: words,
		Type: kind, CAMEO: "112", PLOVER: "ACCUSE/allege", Stance: schema.Accuse, Statement: statement,
		Evidence: a.sentence(words), SaidOn: a.day(), Confidence: 0.85, Rule: "hand",
	})
	return &a.e.Accusations[len(a.e.Accusations)-1]
}

// denies adds a denial of the accusation.
func (a *article) denies(who, office schema.ID, of *schema.Accusation, words string) {
	denial := *of
	denial.ID = schema.NewID("denial", string(a.e.Document.ID), string(who), words)
	denial.Accuser, denial.AccuserOffice, denial.Target = who, office, of.Accuser
	denial.Stance, denial.Answers, denial.Statement = schema.Deny, of.ID, ""
	denial.Charge, denial.ChargeText, denial.Evidence = a.at(words), words, a.sentence(words)
	a.e.Accusations = append(a.e.Accusations, denial)
}
