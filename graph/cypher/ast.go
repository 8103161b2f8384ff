package cypher

// Statement is a whole query: one part, or several joined by UNION.
type Statement struct {
	Parts []*Part
	All   bool // UNION ALL: rows that stand in several parts are kept

	// Columns are those of the rows; set by the check.
	Columns []Column
}

// Part is a sequence of clauses; the last one is a RETURN.
type Part struct{ Clauses []Clause }

// Clause is a *Match, *Unwind or *Projection.
type Clause interface {
	Pos() int // where it starts in the text, in bytes
	String() string
}

// Match is MATCH or OPTIONAL MATCH.
type Match struct {
	pos      int
	Optional bool
	Patterns []*Pattern
	Where    Expr // nil where there is none
}

// Unwind is UNWIND list AS name.
type Unwind struct {
	pos  int
	List Expr
	As   Name
}

// Projection is WITH or RETURN.
type Projection struct {
	pos         int
	Return      bool
	Distinct    bool
	Star        bool
	Items       []*Item
	OrderBy     []SortKey
	Skip, Limit Expr
	Where       Expr // of WITH

	// Columns are the items with * spelled out; set by the check.
	Columns []*Item
	// Grouped tells whether a column aggregates; set by the check.
	Grouped bool
	// Sort and Filter are OrderBy and Where, with names of columns in the place of
	// their expressions where nothing else can be seen; set by the check.
	Sort   []SortKey
	Filter Expr
}

// Item is a column of a projection.
type Item struct {
	Name    string // the alias, or the expression as written
	X       Expr
	Aliased bool
}

// SortKey is a key of ORDER BY.
type SortKey struct {
	X    Expr
	Desc bool
}

// Pos is where the clause starts.
func (m *Match) Pos() int      { return m.pos }
func (u *Unwind) Pos() int     { return u.pos }
func (p *Projection) Pos() int { return p.pos }

// Name is a name as written, and where.
type Name struct {
	Pos  int
	Text string
}

// Pattern is a walk through the graph: Edges[i] joins Nodes[i] and Nodes[i+1].
type Pattern struct {
	Name Name // of the path; Text "" where it has none
	// Shortest tells that it is one walk, of several edges, and that of all walks between
	// two nodes it stands for one of the shortest.
	Shortest bool
	All      bool // with Shortest: for all of the shortest
	Nodes    []*NodePattern
	Edges    []*EdgePattern
}

// NodePattern is (name:Label {key: value}).
type NodePattern struct {
	Pos        int
	Name       Name
	Labels     []LabelChoice // all must hold
	Properties *MapLiteral   // nil where there are none

	// Type has the labels that the node may have; set by the check.
	Type Type
}

// LabelChoice is a list of labels of which one must hold: A|B.
type LabelChoice []Name

// Direction is the way that an edge is walked, seen from the left.
type Direction uint8

// The directions.
const (
	Either Direction = iota
	Right
	Left
)

// EdgePattern is -[name:TYPE|TYPE *1..3 {key: value}]->.
type EdgePattern struct {
	Pos        int
	Name       Name
	Types      []Name
	Direction  Direction
	Properties *MapLiteral
	Length     *Length // nil: one edge

	// Type has the types that the edge may have; set by the check.
	Type Type
}

// Length is the number of edges that a variable-length pattern walks.
type Length struct {
	Min, Max int // Max -1: no bound
}

// Expr is an expression. It is one of the types below.
type Expr interface {
	Pos() int   // where it starts in the text, in bytes
	Type() Type // set by the check
	String() string
	setType(Type)
}

type expr struct {
	pos int
	typ Type
}

func (e *expr) Pos() int       { return e.pos }
func (e *expr) Type() Type     { return e.typ }
func (e *expr) setType(t Type) { e.typ = t }

// Literal is null, true, a number or a string: nil, bool, int64, float64, string.
type Literal struct {
	expr
	Value any
}

// Parameter is $name.
type Parameter struct {
	expr
	Name string
}

// Variable is a name that a clause has bound.
type Variable struct {
	expr
	Name string
}

// Property is x.key.
type Property struct {
	expr
	X   Expr
	Key Name
}

// Index is x[i].
type Index struct {
	expr
	X, I Expr
}

// Slice is x[from..to]; either end may be nil.
type Slice struct {
	expr
	X, From, To Expr
}

// ListLiteral is [a, b].
type ListLiteral struct {
	expr
	Items []Expr
}

// MapLiteral is {key: value}.
type MapLiteral struct {
	expr
	Keys   []Name
	Values []Expr

	types []Type // in a pattern: of the properties; set by the check
}

// MapProjection is x {.key, .*, key: value}: a map, or null where x is.
type MapProjection struct {
	expr
	X   Expr
	All Expr        // properties(x) where there is .*; nil where there is none
	Map *MapLiteral // the others, which go before
}

// Unary is an operator before its operand: NOT + -.
type Unary struct {
	expr
	Op string
	X  Expr
}

// Binary is an operator between two operands: OR XOR AND + - * / % ^ || =~ IN
// STARTS WITH, ENDS WITH, CONTAINS.
type Binary struct {
	expr
	Op   string
	L, R Expr
	op   int // where the operator stands
}

// Comparison is a chain a < b <= c, which holds where each neighbouring pair does.
// Ops[i] stands between Operands[i] and Operands[i+1]: = <> < <= > >=.
type Comparison struct {
	expr
	Operands []Expr
	Ops      []string
	ops      []int // where the operators stand
}

// IsNull is x IS NULL, or IS NOT NULL.
type IsNull struct {
	expr
	X   Expr
	Not bool
}

// HasLabels is x:Label, of a node, or x:TYPE, of an edge.
type HasLabels struct {
	expr
	X      Expr
	Labels []LabelChoice
}

// Call is name(args), name(DISTINCT arg) or count(*). After the check Name is spelled
// as in functions.txt.
type Call struct {
	expr
	Name     string
	Distinct bool
	Star     bool
	Args     []Expr

	// Aggregate tells that it makes one value of many rows; set by the check.
	Aggregate bool
}

// Case is CASE [x] WHEN … THEN … ELSE … END.
type Case struct {
	expr
	X     Expr // nil: the WHENs are conditions
	Whens []When
	Else  Expr // nil: null
}

// When is a branch of a Case.
type When struct{ If, Then Expr }

// Comprehension is [name IN list WHERE filter | result]; Where and Result may be nil.
type Comprehension struct {
	expr
	Name   Name
	List   Expr
	Where  Expr
	Result Expr
}

// PatternComprehension is [p = (a)-->(b) WHERE filter | result]: a list with the result for
// each match of the pattern, which may bind names of its own.
type PatternComprehension struct {
	expr
	Match  *Match
	Result Expr
}

// Reduce is reduce(sum = first, name IN list | next): first, and for each element of the
// list what next makes of it and of what came before.
type Reduce struct {
	expr
	Sum   Name
	First Expr
	Name  Name
	List  Expr
	Next  Expr
}

// Quantifier is all(name IN list WHERE filter), or any, none, single.
type Quantifier struct {
	expr
	Kind  string // all any none single
	Name  Name
	List  Expr
	Where Expr
}

// PatternPredicate is a pattern as a condition: it holds where the pattern matches.
type PatternPredicate struct {
	expr
	Pattern *Pattern
}

// Subquery is EXISTS { … } or COUNT { … }.
type Subquery struct {
	expr
	Count   bool
	Clauses []Clause // a RETURN at the end may be left out
}
