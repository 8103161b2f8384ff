package command

import (
	"slices"
	"strings"

	"github.com/urfave/cli/v2"
)

// flagsFirst moves the flags that stand behind a command's arguments before them,
// where the flag package finds them: people write "add a.txt --store sqlite:x.db".
// "--" ends the flags. A flag that the command does not have is a UsageError that
// names the nearest one it has.
func flagsFirst(app *cli.App, args []string) ([]string, error) {
	known, commands := app.Flags, app.Commands
	var head, flags, rest []string // up to the last command's name; its flags; its arguments
	for i := 0; i < len(args); i++ {
		arg := args[i]
		switch {
		case i == 0:
			head = append(head, arg)
		case arg == "--":
			rest = append(rest, args[i+1:]...)
			return slices.Concat(head, flags, []string{"--"}, rest), nil
		case len(arg) > 1 && arg[0] == '-':
			name, _, withValue := strings.Cut(strings.TrimLeft(arg, "-"), "=")
			f := findFlag(known, name)
			if f == nil && len(commands) > 0 && len(rest) > 0 {
				rest = append(rest, arg) // the unknown command before it is the error to tell
				continue
			}
			if f == nil {
				return nil, unknownFlag(known, arg, name)
			}
			flags = append(flags, arg)
			if takes, ok := f.(cli.DocGenerationFlag); ok && takes.TakesValue() && !withValue && i+1 < len(args) {
				i++
				flags = append(flags, args[i])
			}
		default:
			c := findCommand(commands, arg)
			if c == nil || len(rest) > 0 {
				rest = append(rest, arg)
				continue
			}
			head = append(append(head, flags...), arg)
			flags, known, commands = nil, c.Flags, c.Subcommands
		}
	}
	return slices.Concat(head, flags, rest), nil
}

func findFlag(flags []cli.Flag, name string) cli.Flag {
	if slices.Contains(cli.HelpFlag.Names(), name) {
		return cli.HelpFlag
	}
	i := slices.IndexFunc(flags, func(f cli.Flag) bool { return slices.Contains(f.Names(), name) })
	if i < 0 {
		return nil
	}
	return flags[i]
}

func findCommand(commands []*cli.Command, name string) *cli.Command {
	i := slices.IndexFunc(commands, func(c *cli.Command) bool { return c.HasName(name) })
	if i < 0 {
		return nil
	}
	return commands[i]
}

func unknownFlag(known []cli.Flag, arg, name string) error {
	if nearest := cli.SuggestFlag(known, name, false); nearest != "" {
		return Usagef("there is no flag %s; the nearest is %s", arg, nearest)
	}
	return Usagef("there is no flag %s", arg)
}
