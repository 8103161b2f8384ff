package command

import (
	"strings"
	"testing"

	"github.com/urfave/cli/v2"
)

func TestFlagsFirst(t *testing.T) {
	app := &cli.App{Commands: []*cli.Command{
		{Name: "add", Flags: []cli.Flag{&cli.StringFlag{Name: "store"}, &cli.BoolFlag{Name: "quiet"}}},
		{Name: "run", Subcommands: []*cli.Command{{Name: "who", Flags: []cli.Flag{&cli.StringFlag{Name: "target"}}}}},
	}}
	for _, test := range []struct{ in, want string }{
		{"x add a.txt --store s b.txt", "x add --store s a.txt b.txt"},
		{"x add a.txt --quiet b.txt --store=s -", "x add --quiet --store=s a.txt b.txt -"},
		{"x add a.txt -- --quiet", "x add -- a.txt --quiet"},
		{"x add a.txt --help", "x add --help a.txt"},
		{"x run who --target add", "x run who --target add"},
		{"x add run --quiet", "x add --quiet run"},
		{"x run whom --target add", "x run whom --target add"},
		{"x add --store", "x add --store"},
		{"x add --stor s", "error: there is no flag --stor; the nearest is --store"},
		{"x add a.txt -z", "error: there is no flag -z"},
	} {
		args, err := flagsFirst(app, strings.Fields(test.in))
		got := strings.Join(args, " ")
		if err != nil {
			got = "error: " + err.Error()
		}
		if got != test.want {
			t.Errorf("%s\n got %s\nwant %s", test.in, got, test.want)
		}
	}
}
