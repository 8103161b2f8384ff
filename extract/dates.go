package extract

import (
	"strconv"
	"strings"
	"time"
)

// A month or a year that is told without a day stands for its first day, as
// schema.ParseDate has it; so does a week, which starts on Monday, and a season.

// moment is a time that words name: tokens [first, end), without its preposition and
// words that only narrow it ("late").
type moment struct {
	first, end int
	day        time.Time // the first day of it; zero where it is none that has been
	exact      bool      // told to the day, or the week
}

// calendar reads times as they are meant on a day.
type calendar struct {
	*reading
	at    int       // token of the cue whose day is looked for
	today time.Time // midnight UTC of the article's day; zero where that is not known
}

func (r *reading) calendar(at int) calendar {
	c := calendar{reading: r, at: at}
	if !r.doc.Published.IsZero() {
		c.today = date(r.doc.Published.Date())
	}
	return c
}

func date(year int, month time.Month, day int) time.Time {
	return time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
}

// past is the moment of tokens [first, end). A day that is yet to come, or that only
// the unknown day of the article would tell, is none.
func (c *calendar) past(first, end int, day time.Time, exact bool) (moment, bool) {
	if !c.today.IsZero() && day.After(c.today) {
		day = time.Time{}
	}
	return moment{first, end, day, exact}, true
}

// ago is the moment that lies years, months and days from the article's day. Of months
// and years it is the first day.
func (c *calendar) ago(first, end int, from time.Time, n int, unit string) (moment, bool) {
	if from.IsZero() {
		return moment{first: first, end: end}, true
	}
	switch strings.TrimSuffix(unit, "s") {
	case "hour", "minute":
		return c.past(first, end, from, true)
	case "day", "night":
		return c.past(first, end, from.AddDate(0, 0, n), true)
	case "week":
		return c.past(first, end, from.AddDate(0, 0, 7*n), true)
	case "month":
		return c.past(first, end, date(from.Year(), from.Month()+time.Month(n), 1), false)
	case "year":
		return c.past(first, end, date(from.Year()+n, 1, 1), false)
	case "decade":
		return c.past(first, end, date(from.Year()+10*n, 1, 1), false)
	}
	return moment{}, false
}

// momentAt is the time that stands at token i.
func (c *calendar) momentAt(i int) (moment, bool) {
	w := c.words[i]
	switch {
	case !w.plain:
		return moment{}, false
	case w.text[0] >= '0' && w.text[0] <= '9':
		return c.figureAt(i)
	case w.capital && c.lex.Is("time", w.lower):
		if _, ok := weekdays[w.lower]; ok {
			return c.weekdayAt(i)
		}
		if month, ok := monthOf(w.text); ok {
			return c.monthAt(i, month)
		}
	}
	switch w.lower {
	case "today", "tonight":
		return c.ago(i, i+1, c.today, 0, "day")
	case "yesterday":
		return c.ago(i, i+1, c.today, -1, "day")
	case "last", "past", "previous", "this", "next", "coming", "following", "that", "same":
		return c.relativeAt(i)
	case "ago", "earlier", "before", "later":
		return c.countedAt(i)
	case "weekend":
		if before := c.word(i - 1).lower; before == "the" && c.lex.Is("time preposition", c.word(i-2).lower) {
			return c.weekend(i-1, i+1, 0)
		}
	}
	if name, ok := strings.CutPrefix(w.lower, "mid-"); ok {
		if month, ok := monthOf(strings.ToUpper(name[:min(1, len(name))]) + name[min(1, len(name)):]); ok {
			return c.monthAt(i, month)
		}
	}
	return moment{}, false
}

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
	"mon.": time.Monday, "tue.": time.Tuesday, "tues.": time.Tuesday, "wed.": time.Wednesday,
	"thu.": time.Thursday, "thurs.": time.Thursday, "fri.": time.Friday,
}

// weekdayAt is the last such day up to the article's: "Tuesday night", "Friday of last
// week", "Tuesday, Sept. 5".
func (c *calendar) weekdayAt(i int) (moment, bool) {
	before := c.word(i - 1)
	if before.capital && c.lex.Is("named day", before.lower) || before.lower == "the" && c.word(i+1).capital || c.named(i) {
		return moment{}, false // "Super Tuesday", "the Sunday Times"
	}
	end := i + 1
	for c.lex.Is("day part", c.word(end).lower) {
		end++
	}
	next := end
	if c.word(next).text == "," || c.word(next).text == "(" {
		next++
	}
	if month, ok := monthOf(c.word(next).text); ok {
		if m, ok := c.dayOfMonth(next, next+1, next+2, month); ok {
			return moment{i, m.end, m.day, true}, true
		}
	}
	if c.today.IsZero() {
		return moment{first: i, end: end}, true
	}
	weekday := weekdays[c.words[i].lower]
	if c.word(end).lower == "of" {
		next = end + 1
	}
	if which := c.word(next).lower; c.word(next+1).lower == "week" && (which == "last" || which == "this") {
		monday := c.monday()
		if which == "last" {
			monday = monday.AddDate(0, 0, -7)
		}
		return c.past(i, next+2, monday.AddDate(0, 0, (int(weekday)+6)%7), true)
	}
	return c.past(i, end, c.lastWeekday(weekday, 0), true)
}

// lastWeekday is the last such day that is at least so many days ago.
func (c *calendar) lastWeekday(weekday time.Weekday, least int) time.Time {
	day := c.today.AddDate(0, 0, -least)
	return day.AddDate(0, 0, -(int(day.Weekday())-int(weekday)+7)%7)
}

// monday is that of the article's week.
func (c *calendar) monday() time.Time { return c.lastWeekday(time.Monday, 0) }

// weekend is the Saturday of the last weekend that is at least so many days ago.
func (c *calendar) weekend(first, end, least int) (moment, bool) {
	if c.today.IsZero() {
		return moment{first: first, end: end}, true
	}
	return c.past(first, end, c.lastWeekday(time.Saturday, least), true)
}

// named tells whether token i is part of a longer name of an organization: "Sunday
// Times".
func (c *calendar) named(i int) bool {
	m := c.mentionAt[i]
	return m != nil && (m.end > m.first+1 || m.person != nil || m.hint == "person") && (m.kind != aName || m.hint != "")
}

// monthAt is a day or a whole month: "March 14", "Sept. 5, 1983", "September of last
// year", "in September".
func (c *calendar) monthAt(i int, month time.Month) (moment, bool) {
	if c.named(i) {
		return moment{}, false // "May said"
	}
	if m, ok := c.dayOfMonth(i, i+1, i+2, month); ok {
		return m, true
	}
	if next := c.word(i + 1).text; next != "" && next[0] >= '0' && next[0] <= '9' && len(next) < 4 {
		return moment{first: i, end: i + 2}, true // no day of the calendar, or one yet to come
	}
	if year, end, ok := c.yearAfter(i + 1); ok {
		return c.past(i, end, date(year, month, 1), false)
	}
	if len(c.words[i].text) < 4 && month != time.May && !strings.HasSuffix(c.words[i].text, ".") {
		return moment{}, false
	}
	// Without day and year many are names and verbs: "Mr. May", "April Ryan".
	before := c.word(c.unqualified(i) - 1).lower
	if before != "in" && before != "during" && before != "of" && !c.lex.Is("determiner", before) && before != "'s" &&
		(c.word(i+1).lower != "'s" || month == time.May) {
		return moment{}, false
	}
	if c.today.IsZero() {
		return moment{first: i, end: i + 1}, true
	}
	day := date(c.today.Year(), month, 1)
	if day.After(c.today.AddDate(0, ahead, 0)) {
		day = day.AddDate(-1, 0, 0)
	}
	return c.past(i, i+1, day, false)
}

// ahead is how many months from the article's day a day or month without a year is
// taken for a coming one, and not for that of the year before: an article of January
// tells of "Dec. 28", one of October of "Nov. 8".
const ahead = 3

// dayOfMonth is the date whose day is token at: "14", "5th", and whose year may follow
// at token end. Without a year it is the last such day, unless one is near ahead.
func (c *calendar) dayOfMonth(first, at, end int, month time.Month) (moment, bool) {
	day := ordinal(c.word(at).lower)
	if day < 1 || day > 31 {
		return moment{}, false
	}
	year, after, told := c.yearAfter(end)
	if told {
		end = after
	} else {
		if c.today.IsZero() {
			return moment{first: first, end: end}, true
		}
		year = c.today.Year()
		if date(year, month, day).After(c.today.AddDate(0, ahead, 0)) {
			year--
		}
	}
	t := date(year, month, day)
	if t.Day() != day {
		return moment{}, false
	}
	return c.past(first, end, t, true)
}

// yearAfter is the year that goes on with a date at token i: ", 1983", "of 2015", "last
// year".
func (c *calendar) yearAfter(i int) (year, end int, ok bool) {
	if text := c.word(i).text; text == "," {
		i++
	} else if c.word(i).lower == "of" {
		i++
	}
	if year := number(c.word(i).text); year > 999 && year < 3000 {
		return year, i + 1, true
	}
	if c.word(i+1).lower == "year" && !c.today.IsZero() {
		switch c.word(i).lower {
		case "last":
			return c.today.Year() - 1, i + 2, true
		case "this":
			return c.today.Year(), i + 2, true
		}
	}
	return 0, 0, false
}

// figureAt is a time that starts with a figure: "14 March 2018", "the 5th of May",
// "2017-03-05", "in 1987".
func (c *calendar) figureAt(i int) (moment, bool) {
	text := c.words[i].text
	if len(text) == len(time.DateOnly) {
		if t, err := time.Parse(time.DateOnly, text); err == nil {
			return c.past(i, i+1, t, true)
		}
	}
	next := i + 1
	if c.word(next).lower == "of" {
		next++
	}
	if month, ok := monthOf(c.word(next).text); ok {
		first := i
		if c.word(i-1).lower == "the" && next > i+1 {
			first--
		}
		if m, ok := c.dayOfMonth(first, i, next+1, month); ok {
			return m, true
		}
	}
	if len(text) == 4 {
		return c.yearAt(i)
	}
	return moment{}, false
}

// yearAt is a year where the words beside it say that it is one: "in 1987", "a 2014
// interview"; not "in 2016 dollars", "2,000", "Vision 2030".
func (c *calendar) yearAt(i int) (moment, bool) {
	year := number(c.words[i].text)
	if year < 1500 || year > 2999 || !c.today.IsZero() && year > c.today.Year() {
		return moment{}, false
	}
	first, day := i, date(year, 1, 1)
	before := c.word(c.unqualified(i) - 1).lower
	at := i - 1
	if before == "of" {
		at--
	}
	if month, ok := seasons[c.word(at).lower]; ok {
		if c.word(at-1).lower == "the" {
			at--
		}
		return c.past(at, i+1, date(year, month, 1), false)
	}
	next := c.word(i + 1)
	switch {
	case before == "in" || before == "during":
		if next.plain && !next.capital && i+1 < len(c.words) && !c.lex.Is("function", next.lower) && !c.lex.Is("adverb", next.lower) &&
			!c.lex.Is("preposition", next.lower) && !c.lex.Is("clause break", next.lower) && c.occasion(i+1) < 0 && i+1 != c.at && c.cueAt[i+1] == nil {
			return moment{}, false
		}
	case c.lex.Is("determiner", before) || before == "'s":
		if c.occasion(i+1) < 0 {
			return moment{}, false
		}
	default:
		return moment{}, false
	}
	return c.past(first, i+1, day, false)
}

// seasons are the months in which those of the north start; a winter is told by the
// year that most of it lies in.
var seasons = map[string]time.Month{
	"spring": time.March, "summer": time.June, "fall": time.September, "autumn": time.September, "winter": time.January,
}

// relativeAt is a time told from the article's day: "last Friday", "earlier this
// month", "last night"; a coming one takes its words and is no day that has been.
func (c *calendar) relativeAt(i int) (moment, bool) {
	which, k := c.words[i].lower, i+1
	if next := c.word(k).lower; which == "this" && (next == "past" || next == "coming") || (which == "that" || which == "the") && next == "same" {
		which, k = next, k+1
	}
	unit, none := c.word(k), moment{first: i, end: k + 1}
	weekday, isWeekday := weekdays[unit.lower]
	month, isMonth := monthOf(unit.text)
	season, isSeason := seasons[unit.lower]
	isUnit := c.lex.Is("time unit", unit.lower)
	if !isWeekday && !isMonth && !isSeason && !isUnit {
		return moment{}, false
	}
	vague := c.word(i-1).lower == "the" && which != "previous" && which != "same" // "over the last year"
	switch {
	case which == "that" || which == "same" || which == "previous":
		if before := c.word(i - 1); !isUnit || before.plain && !c.lex.Is("preposition", before.lower) && !c.lex.Is("time qualifier", before.lower) && before.lower != "the" {
			return moment{}, false
		}
		n := 0
		if which == "previous" {
			n = -1
		}
		from, told := c.anchor(i)
		if !told && which != "previous" {
			return none, true
		}
		return c.ago(i, k+1, from, n, unit.lower)
	case which == "next" || which == "coming" || which == "following" || vague || c.today.IsZero(),
		which == "past" && i+1 == k && !isWeekday && unit.lower != "weekend":
		return none, true
	case which == "this":
		return c.thisAt(i, k)
	case isWeekday:
		m, ok := c.past(i, k+1, c.lastWeekday(weekday, 1), true)
		for c.lex.Is("day part", c.word(m.end).lower) {
			m.end++
		}
		return m, ok
	case isMonth:
		return c.past(i, k+1, c.lastStart(month, 1), false)
	case isSeason:
		return c.past(i, k+1, c.lastStart(season, 3), false)
	case unit.lower == "weekend":
		return c.weekend(i, k+1, 2)
	case unit.lower == "week":
		if c.word(k+1).lower == "of" {
			return none, true
		}
		return c.past(i, k+1, c.monday().AddDate(0, 0, -7), true)
	}
	return c.ago(i, k+1, c.today, -1, unit.lower)
}

// lastStart is the start of the last stretch of so many months from such a month that is
// over.
func (c *calendar) lastStart(month time.Month, length int) time.Time {
	start := date(c.today.Year(), month, 1)
	for start.AddDate(0, length, 0).After(c.today) {
		start = start.AddDate(-1, 0, 0)
	}
	return start
}

// thisAt is "this week", whose unit is token k. It holds the article's day, and is told
// by that, unless it is "earlier this week".
func (c *calendar) thisAt(i, k int) (moment, bool) {
	unit := c.word(k)
	day, exact := c.today, true
	if weekday, ok := weekdays[unit.lower]; ok {
		return c.past(i, k+1, c.lastWeekday(weekday, 0), true)
	}
	if month, ok := monthOf(unit.text); ok {
		return c.past(i, k+1, date(day.Year(), month, 1), false)
	}
	if season, ok := seasons[unit.lower]; ok {
		return c.past(i, k+1, date(day.Year(), season, 1), false)
	}
	switch before := c.word(i - 1).lower; before {
	case "later":
		return moment{first: i, end: k + 1}, true
	case "earlier", "early":
		switch unit.lower {
		case "week":
			day = c.monday()
		case "month":
			day, exact = date(day.Year(), day.Month(), 1), false
		case "year":
			day, exact = date(day.Year(), 1, 1), false
		}
	}
	if unit.lower == "weekend" {
		return c.weekend(i, k+1, 0)
	}
	return c.past(i, k+1, day, exact)
}

// countedAt is a time whose last word is token i: "two days ago", "a year earlier",
// "the day before", "the day before yesterday".
func (c *calendar) countedAt(i int) (moment, bool) {
	if next := c.word(i + 1).lower; c.words[i].lower == "earlier" && c.word(i+2).lower == "the" && next == "in" && c.lex.Is("time unit", c.word(i+3).lower) {
		m, ok := c.thisAt(i+1, i+3) // "earlier in the week"
		m.first = i
		return m, ok
	}
	unit, count := c.word(i-1).lower, c.word(i-2).lower
	if !c.lex.Is("time unit", unit) {
		return moment{}, false
	}
	n := number(count)
	for k := 1; n == 0 && k <= 30; k++ {
		if c.lex.Is("numeral "+strconv.Itoa(k), count) {
			n = k
		}
	}
	from := c.today
	switch which := c.words[i].lower; {
	case which == "before" && count == "the":
		if c.word(i+1).lower == "yesterday" {
			return c.ago(i-2, i+2, from, -2, "day")
		}
		n = 1
		fallthrough
	case which != "ago":
		if which != "later" && !c.endsHere(i+1) {
			return moment{first: i - 2, end: i + 1}, true // "the day before the vote"
		}
		told := false
		if from, told = c.anchor(i - 2); which == "later" {
			if n = -n; !told {
				return moment{first: i - 2, end: i + 1}, true
			}
		}
	}
	if n == 0 {
		return moment{}, false
	}
	return c.ago(i-2, i+1, from, -n, unit)
}

// endsHere tells whether no noun or verb stands at token i that the words before it
// would go on with.
func (c *calendar) endsHere(i int) bool {
	w := c.word(i)
	return !w.plain || c.cueAt[i] != nil || w.lower == "that" || w.lower == "in" || w.lower == "at" || w.lower == "on" || w.lower == "and"
}

// anchor is the day that the text before token i told last, from which "the day before"
// counts; where it is far or none, the article's.
func (c *calendar) anchor(i int) (day time.Time, told bool) {
	if i < 0 {
		return c.today, false
	}
	from := c.text.Sentences[max(c.text.Tokens[i].Sentence-2, 0)].First
	for k := i - 1; k >= from; k-- {
		w := c.words[k]
		if w.quote >= 0 || (!w.capital || !c.lex.Is("time", w.lower)) && number(w.text) == 0 {
			continue
		}
		if m, ok := c.momentAt(k); ok && !m.day.IsZero() {
			return m.day, true
		}
	}
	return c.today, false
}

// unqualified is the first token of a time at token i with the words that narrow it:
// "late", "more than", "the morning of".
func (c *calendar) unqualified(i int) int {
	for i > 0 {
		w := c.words[i-1]
		switch {
		case c.lex.Is("time qualifier", w.lower), c.lex.Is("day part", w.lower) && w.lower != "hours", w.text == "-" && i > 1 && c.lex.Is("time qualifier", c.words[i-2].lower):
			i--
		case w.lower == "of" && i > 1 && (c.lex.Is("day part", c.words[i-2].lower) || c.lex.Is("time qualifier", c.words[i-2].lower)):
			i -= 2
			if c.word(i-1).lower == "the" {
				i--
			}
		default:
			return i
		}
	}
	return i
}

// occasion is the token at i or soon after that tells on what occasion something was
// said, "a 2014 television interview", or -1.
func (c *calendar) occasion(i int) int {
	end := i + 4
	for k := i; k < end && k < len(c.words); k++ {
		w := c.words[k]
		switch {
		case c.lex.Is("occasion", w.lower):
			return k
		case w.capital || w.text == "/" || w.text == "-": // "July's Washington Post-ABC News poll"
			end++
		case !w.plain, c.lex.Is("preposition", w.lower), c.lex.Is("auxiliary", w.lower) && w.lower != "'s":
			return -1
		}
	}
	return -1
}

// monthOf reads the name of a month, or the first three or four letters with a full
// stop.
func monthOf(text string) (time.Month, bool) {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return 0, false
	}
	name := strings.TrimSuffix(text, ".")
	if len(name) < 3 || len(name) > len("September") {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		full := m.String()
		if strings.EqualFold(name, full) || len(name) <= 4 && len(name) < len(full) && strings.EqualFold(name, full[:len(name)]) {
			return m, true
		}
	}
	return 0, false
}

// ordinal is the number of a day: "5", "5th".
func ordinal(lower string) int {
	if len(lower) > 2 {
		switch lower[len(lower)-2:] {
		case "st", "nd", "rd", "th":
			lower = lower[:len(lower)-2]
		}
	}
	return number(lower)
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
