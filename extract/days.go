package extract

import (
	"strconv"
	"strings"
	"time"

	"rostrum/schema"
)

// dayAt is the day of what the sentence of token at tells: a date in it, a day of the
// week or "yesterday" counted back from the article's date, else the article's date.
func (r *reading) dayAt(at int) schema.Date {
	published := r.doc.Published
	s := r.sentence(at)
	for i := s.First; i < s.End; i++ {
		if r.words[i].quote >= 0 {
			continue
		}
		w := strings.TrimSuffix(r.words[i].lower, ".")
		if day, ok := r.calendarDay(i); ok {
			return day
		}
		if published.IsZero() {
			continue
		}
		if w == "yesterday" {
			return schema.DateOf(published.AddDate(0, 0, -1))
		}
		if weekday, ok := weekdays[w]; ok && !r.lex.Is("future", r.word(i-1).lower) && r.word(i+1).lower != "'s" {
			back := (int(published.Weekday()) - int(weekday) + 7) % 7
			return schema.DateOf(published.AddDate(0, 0, -back))
		}
	}
	return schema.DateOf(published)
}

var weekdays = map[string]time.Weekday{
	"sunday": time.Sunday, "monday": time.Monday, "tuesday": time.Tuesday, "wednesday": time.Wednesday,
	"thursday": time.Thursday, "friday": time.Friday, "saturday": time.Saturday,
}

// calendarDay is the date that starts at token i: "March 14", "Sept. 5, 1983", "14
// March 2018". Without a year it is the last such day up to the article's date.
func (r *reading) calendarDay(i int) (schema.Date, bool) {
	month, ok := monthOf(r.words[i].text)
	if !ok {
		return "", false
	}
	day, next := number(r.word(i+1).text), i+2
	if day == 0 {
		day, next = number(r.word(i-1).text), i+1
	}
	if day < 1 || day > 31 {
		return "", false
	}
	if r.word(next).text == "," {
		next++
	}
	year := number(r.word(next).text)
	published := r.doc.Published
	if year < 1000 || year > 2999 {
		if published.IsZero() {
			return "", false
		}
		year = published.Year()
		if time.Date(year, month, day, 0, 0, 0, 0, time.UTC).After(published.AddDate(0, 0, 1)) {
			year--
		}
	}
	t := time.Date(year, month, day, 0, 0, 0, 0, time.UTC)
	if t.Day() != day || !published.IsZero() && t.After(published.AddDate(0, 0, 1)) {
		return "", false
	}
	return schema.DateOf(t), true
}

// monthOf reads the name of a month, or the first three or four letters with a full
// stop.
func monthOf(text string) (time.Month, bool) {
	if text == "" || text[0] < 'A' || text[0] > 'Z' {
		return 0, false
	}
	name := strings.TrimSuffix(text, ".")
	if len(name) < 3 {
		return 0, false
	}
	for m := time.January; m <= time.December; m++ {
		full := m.String()
		if strings.EqualFold(name, full) || (name != text || len(name) <= 4) && strings.HasPrefix(strings.ToLower(full), strings.ToLower(name)) {
			return m, true
		}
	}
	return 0, false
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		return 0
	}
	return n
}
