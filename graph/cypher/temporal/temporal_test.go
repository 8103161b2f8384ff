package temporal

import (
	"fmt"
	"testing"
	"time"

	"rostrum/schema"
)

var now = time.Date(2024, 2, 29, 13, 45, 6, 7, time.UTC)

func mustCall(t *testing.T, name string, args ...any) any {
	t.Helper()
	v, err := Call(name, args, now)
	if err != nil {
		t.Fatalf("%s%v: %v", name, args, err)
	}
	return v
}

func TestCall(t *testing.T) {
	type m = map[string]any
	moment := mustCall(t, "datetime", "2017-03-31T23:30:00.25+02:00[Europe/Paris]")
	for _, c := range []struct {
		name string
		args []any
		want string
	}{
		{"date", nil, "2024-02-29"},
		{"date", []any{"2017-W13-5"}, "2017-03-31"},
		{"date", []any{"2016366"}, "2016-12-31"},
		{"date", []any{m{"year": int64(2020), "quarter": int64(2), "dayOfQuarter": int64(91)}}, "2020-06-30"},
		{"date", []any{m{"date": schema.Date("2017-03-31"), "month": int64(2), "day": int64(28)}}, "2017-02-28"},
		{"date", []any{moment}, "2017-03-31"},
		{"time", []any{moment}, "23:30:00.250+02:00"},
		{"localtime", []any{"073015,5"}, "07:30:15.500"},
		{"datetime", []any{m{"datetime": moment, "timezone": "America/New_York"}}, "2017-03-31T17:30:00.250-04:00[America/New_York]"},
		{"datetime.fromepochmillis", []any{int64(1490995800250)}, "2017-03-31T21:30:00.250Z"},
		{"date.truncate", []any{"week", schema.Date("2024-02-29")}, "2024-02-26"},
		{"datetime.truncate", []any{"hour", moment, m{"minute": int64(5)}}, "2017-03-31T23:05+02:00[Europe/Paris]"},
		{"duration", []any{m{"months": 1.5, "hours": int64(-3)}}, "P1M15DT2H14M33S"},
		{"duration", []any{"P1Y2M3DT4H5M6.7S"}, "P1Y2M3DT4H5M6.7S"},
		{"duration.between", []any{schema.Date("2024-01-31"), schema.Date("2024-03-01")}, "P1M1D"},
		{"duration.inDays", []any{schema.Date("2024-03-01"), schema.Date("2024-01-31")}, "P-30D"},
		{"duration.inSeconds", []any{moment, mustCall(t, "datetime", "2017-03-31T21:30Z")}, "PT-0.25S"},
		{"date", []any{nil}, "<nil>"},
	} {
		if got := fmt.Sprint(mustCall(t, c.name, c.args...)); got != c.want {
			t.Errorf("%s%v: %s, want %s", c.name, c.args, got, c.want)
		}
	}
}

func TestWrong(t *testing.T) {
	type m = map[string]any
	for _, c := range []struct {
		name string
		arg  any
	}{
		{"date", "2017-02-30"}, {"date", "2017-W54"}, {"date", "yesterday"}, {"date", m{"month": int64(2)}}, {"date", m{"year": int64(2017), "moon": int64(1)}},
		{"date", "2017-03-31T10:00"}, {"localtime", "25:00"}, {"localtime", "10:00Z"}, {"datetime", "2017-03-31T10:00[Mars/Base]"}, {"datetime", "2017-03-31T10:00+25:00"},
		{"time", m{"minute": int64(2)}}, {"duration", "P"}, {"duration", "PT"}, {"duration", "1Y"}, {"duration", m{"years": "1"}}, {"duration", m{"years": 9e18}}, {"date", int64(1)},
	} {
		if v, err := Call(c.name, []any{c.arg}, now); err == nil {
			t.Errorf("%s(%v): %v, want an error", c.name, c.arg, v)
		}
	}
}

// TestAdd goes over ends of months and changes of summer time.
func TestAdd(t *testing.T) {
	for _, c := range []struct{ kind, moment, duration, want string }{
		{"date", "2024-01-31", "P1M", "2024-02-29"},
		{"date", "2024-02-29", "P-1Y", "2023-02-28"},
		{"date", "2024-02-29", "PT49H", "2024-03-02"},
		{"localtime", "23:00", "P1DT2H", "01:00"},
		{"datetime", "2024-03-30T12:00[Europe/Paris]", "P1D", "2024-03-31T12:00+02:00[Europe/Paris]"},
		{"datetime", "2024-03-30T12:00[Europe/Paris]", "PT24H", "2024-03-31T13:00+02:00[Europe/Paris]"},
	} {
		v, ok := Add(mustCall(t, c.kind, c.moment), mustCall(t, "duration", c.duration), 1)
		if !ok || fmt.Sprint(v) != c.want {
			t.Errorf("%s + %s: %v, want %s", c.moment, c.duration, v, c.want)
		}
	}
	if v, ok := Add(schema.Date("2024-01-01"), schema.Date("2024-01-01"), 1); ok {
		t.Errorf("two dates have the sum %v", v)
	}
}

// FuzzParse: what is read prints as what is read again.
func FuzzParse(f *testing.F) {
	f.Add("2017-03-31T23:30:00.25+02:00[Europe/Paris]")
	f.Add("P1Y2M-3DT4.5H")
	f.Fuzz(func(t *testing.T, text string) {
		for kind := DateTime; kind <= LocalTime; kind++ {
			if m, err := Parse(kind, text); err == nil {
				again, err := Parse(kind, m.String())
				if err != nil || !again.Equal(m) {
					t.Errorf("%s %q is %s, which is read as %s, %v", kind, text, m, again, err)
				}
			}
		}
		if d, err := ParseDuration(text); err == nil {
			if again, err := ParseDuration(d.String()); err != nil || again != d {
				t.Errorf("duration %q is %s, which is read as %s, %v", text, d, again, err)
			}
		}
	})
}
