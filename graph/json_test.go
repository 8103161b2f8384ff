package graph_test

import (
	"encoding/json"
	"math"
	"strings"
	"testing"

	"rostrum/graph"
	"rostrum/schema"
)

func TestAppendProperties(t *testing.T) {
	for _, c := range []struct {
		properties map[string]any
		want       string
	}{
		{nil, `{}`},
		{map[string]any{"b": int64(1), "a": 1.0, "c": true}, `{"a":1.0,"b":1,"c":true}`},
		{map[string]any{"f": 0.1, "g": 1e21, "h": -2.5e-9, "i": math.Copysign(0, -1), "j": 100000.0}, `{"f":0.1,"g":1e+21,"h":-2.5e-09,"i":-0.0,"j":100000.0}`},
		{map[string]any{"i": int64(math.MinInt64), "j": int64(math.MaxInt64)}, `{"i":-9223372036854775808,"j":9223372036854775807}`},
		{map[string]any{"d": schema.Date("2017-03-31"), "l": []string{"a", `"`}, "n": []string{}}, `{"d":"2017-03-31","l":["a","\""],"n":[]}`},
		{map[string]any{"t": "a\x00\x1f\n\t\r\\\"</é😀\u2028\x7f"}, `{"t":"a\u0000\u001f\n\t\r\\\"</é😀` + "\u2028\x7f" + `"}`},
	} {
		got, err := graph.AppendProperties([]byte("x"), c.properties)
		if err != nil || string(got) != "x"+c.want {
			t.Errorf("got %s, %v\nwant x%s", got, err, c.want)
			continue
		}
		var back map[string]any
		if err := json.Unmarshal(got[1:], &back); err != nil {
			t.Errorf("%s is no JSON: %v", got[1:], err)
		}
		if text, ok := c.properties["t"]; ok && back["t"] != text {
			t.Errorf("%q came back as %q", text, back["t"])
		}
	}
	for word, value := range map[string]any{"UTF-8": "a\xff", "list is not valid": []string{"list is not valid\xff"}, "NaN": math.NaN(), "Inf": math.Inf(1), "int is": 1, "<nil>": nil} {
		if got, err := graph.AppendProperties(nil, map[string]any{"p": value}); err == nil || !strings.Contains(err.Error(), word) || !strings.Contains(err.Error(), "property p") {
			t.Errorf("%v: %s, error %v; want one with %q", value, got, err, word)
		}
	}
}
