package schema

// EntityKind says what an entity is, in the words of the extraction format.
type EntityKind string

// The kinds of entities.
const (
	Person       EntityKind = "person"
	Office       EntityKind = "office"
	Country      EntityKind = "country" // a state: its government, agencies and forces too
	Organization EntityKind = "organization"
	Treaty       EntityKind = "treaty"
	Group        EntityKind = "group" // people without an organization: "Democrats", "the media"
)

// Entity is somebody or something that an article names or describes.
type Entity struct {
	ID   ID
	Kind EntityKind

	// Name is the canonical name: the fullest form in the article of a person, the
	// usual English name of a country, the plain title of an office. Of an unnamed
	// entity it is the description as printed ("a senior administration official").
	Name    string
	Aliases []string // other forms in the article, in order of their first mention

	Unnamed bool
	ISO3    string // ISO 3166-1 alpha-3: of a country itself; of an office or unnamed source, the country it serves; else ""

	// Organization is the ID of the organization that an office belongs to, "" where
	// it is a country's.
	Organization ID

	Year int // of a treaty: when it was signed; 0 where not known

	Mentions []Span
}

// EntityID identifies an entity that several articles may speak of by its canonical
// name; of an office, by its title and the country (ISO 3166-1) or organization it
// belongs to.
func EntityID(kind EntityKind, name string, belongsTo ...string) ID {
	return NewID(string(kind), append([]string{name}, belongsTo...)...)
}

// CountryID identifies a country by its ISO 3166-1 alpha-3 code. States that are no
// more keep the code they had (SUN, YUG, DDR).
func CountryID(iso3 string) ID { return NewID(string(Country), iso3) }

// UnnamedID identifies a source that an article only describes. It is of that
// article alone: "a senior official" of two articles may be two people.
func UnnamedID(document ID, kind EntityKind, description string) ID {
	return NewID("unnamed", string(document), string(kind), description)
}

// StatementKind says how words are reported.
type StatementKind string

// The kinds of statements.
const (
	Direct   StatementKind = "direct"   // wholly in quotation marks
	Mixed    StatementKind = "mixed"    // partly
	Indirect StatementKind = "indirect" // not at all
)

// Modality says whether the article says that the words were spoken.
type Modality string

// The modalities of a statement.
const (
	Asserted     Modality = "asserted"
	Negated      Modality = "negated"      // "did not say that"
	Hypothetical Modality = "hypothetical" // "would say that", "if he says"
	Question     Modality = "question"     // "did he say that?"
)

// Statement is something that somebody is reported to have said.
type Statement struct {
	ID         ID
	Kind       StatementKind
	Speakers   []ID
	Office     ID // the office that the speaker spoke in, or ""
	Source     []Span
	Cue        []Span
	Content    []Span
	Sentence   []Span // the sentences that it stands in: its evidence
	Text       string // the content as printed, parts joined by " "
	SaidOn     Date
	ReportedBy ID     // the outlet or person whom the article credits with the report, or ""
	Addressee  string // to whom it was said, as printed, or ""
	Modality   Modality
	References []ID // whom and what the statement speaks of
	Confidence float64
	Rule       string
}

// Stance says how an accusation stands in the article.
type Stance string

// The stances of an accusation.
const (
	Accuse Stance = "accuse"
	Deny   Stance = "deny"   // the accuser field holds who denies, the target whom they answer
	Report Stance = "report" // the article's own voice, or nobody named, accuses
	// Conjecture is stance "hypothetical": it is asked whether, or would be, or if.
	Conjecture Stance = "hypothetical"
)

// Accusation is somebody's charge that another party did wrong, or a denial of one.
type Accusation struct {
	ID            ID
	Accuser       ID // "" where nobody is named
	AccuserOffice ID
	Target        ID // "" only of a denial that names nobody whom it answers
	Charge        []Span
	ChargeText    string
	Type          string // one of the charge types of the extraction format
	CAMEO         string // CAMEO code: 112 accuse, 1121–1125 its kinds
	PLOVER        string // PLOVER event type and mode, from the CAMEO code: "ACCUSE/allege"
	Stance        Stance
	Statement     ID // the statement that it stands in, or ""
	Object        ID // a treaty or party wronged, or ""
	Answers       ID // of a denial: the accusation in the same article that it answers, or ""
	Evidence      []Span
	SaidOn        Date
	Confidence    float64
	Rule          string
}

// HoldingStatus says whether the article tells of a present, past or sought office.
type HoldingStatus string

// The statuses of an office holding.
const (
	Current   HoldingStatus = "current"
	Former    HoldingStatus = "former"
	Candidate HoldingStatus = "candidate"
)

// Holding is an office that the article says a person holds, held or seeks: a
// membership in a post, in Popolo's words.
type Holding struct {
	Person       ID
	Office       ID
	Country      ID // "" where the office is an organization's
	Organization ID
	Status       HoldingStatus
	From, To     Date // first and last day by the table of officials, where it has the term; To is empty while in office
	Evidence     []Span
	Rule         string
}

// Membership is a country or person that the article says belongs to an
// organization or treaty.
type Membership struct {
	Member   ID
	Of       ID
	Evidence []Span
	Rule     string
}

// Skip is something that looked like a finding and was not taken, with the reason.
type Skip struct {
	Span   Span
	Cue    string // the words that looked like it
	Reason string // a short fixed phrase, so that reports can count: "no speaker"
}

// Extraction is all that one article says, and what was seen there and not taken.
// Entities stand in the order of their first mention, findings in the order of
// their place in the text.
type Extraction struct {
	Document    *Document
	Entities    []Entity
	Statements  []Statement
	Accusations []Accusation
	Holdings    []Holding
	Memberships []Membership
	Skips       []Skip
}
