// Package tool is a handful of small commands in one program.
package tool

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"strings"
	"text/tabwriter"
)

// IO is where a command reads and writes.
type IO struct {
	In       io.Reader
	Out, Err io.Writer
	Colour   bool
}

// Exit codes, as usual for such commands.
const (
	notFound = 1 // grep has found nothing
	failed   = 2
	unknown  = 127 // no command has that name
)

// command does one thing. It declares its flags, and returns what
// runs when they have been parsed.
type command struct {
	name, usage, about string
	declare            func(flags *flag.FlagSet) func(s *session, args []string) error
}

var commands []command

func init() { // not above: help lists them
	commands = []command{
		{"cat", "[-n] [file…]", "print files", cat},
		{"cp", "from to", "copy a file", cp},
		{"grep", "[-cinrv] pattern [file…]", "print the lines that match", grep},
		{"head", "[-n lines] [file…]", "print the first lines", head},
		{"help", "", "this list", help},
		{"ls", "[-l] [path…]", "list folders", ls},
		{"mkdir", "folder…", "make folders", mkdir},
		{"mv", "from to", "move or rename", mv},
		{"rm", "[-r] path…", "remove files", rm},
		{"sleep", "seconds", "wait", sleep},
		{"sort", "[-nru] [file…]", "sort lines", sortLines},
		{"tee", "[-a] file", "copy the input to a file too", tee},
		{"tree", "[folder…]", "show what lies in folders", tree},
		{"wc", "[-clw] [file…]", "count lines, words and bytes", wc},
	}
}

// session is one run of a command.
type session struct {
	IO
	out  *bufio.Writer
	name string
	code int
}

// Run runs the command that the first argument names, and gives its
// exit code.
func Run(args []string, std IO) int {
	if len(args) == 0 {
		args = []string{"help"}
	}
	s := &session{IO: std, out: bufio.NewWriter(std.Out), name: args[0]}
	defer s.out.Flush()
	for _, each := range commands {
		if each.name == args[0] {
			s.run(each, args[1:])
			return s.code
		}
	}
	s.fail(errors.New("there is no such command; help lists them"))
	return unknown
}

func (s *session) run(c command, args []string) {
	flags := flag.NewFlagSet(c.name, flag.ContinueOnError)
	flags.SetOutput(io.Discard)
	run := c.declare(flags)
	if err := flags.Parse(split(flags, args)); err != nil {
		s.fail(fmt.Errorf("%w; usage: %s %s", err, c.name, c.usage))
		return
	}
	if err := run(s, flags.Args()); err != nil {
		s.fail(err)
	}
}

// split makes -r -n of -rn, which package flag does not know.
func split(flags *flag.FlagSet, args []string) []string {
	var all []string
	for i, arg := range args {
		if arg == "-" || !strings.HasPrefix(arg, "-") || arg == "--" {
			return append(all, args[i:]...)
		}
		letters := arg[1:]
		for _, letter := range letters {
			if flags.Lookup(string(letter)) == nil {
				letters = ""
			}
		}
		if len(letters) < 2 {
			all = append(all, arg)
			continue
		}
		for _, letter := range letters {
			all = append(all, "-"+string(letter))
		}
	}
	return all
}

// fail reports an error; the command may go on.
func (s *session) fail(err error) {
	s.out.Flush() // what came before it
	fmt.Fprintf(s.Err, "%s: %v\n", s.name, plain(err))
	s.code = failed
}

// plain leaves out which function of package os has failed.
func plain(err error) error {
	if path := (*fs.PathError)(nil); errors.As(err, &path) {
		return fmt.Errorf("%s: %w", path.Path, path.Err)
	}
	return err
}

// each reads the named files one after the other, or standard input
// where none is named ("-" is that too).
func (s *session) each(names []string, read func(name string, r io.Reader) error) {
	if len(names) == 0 {
		names = []string{"-"}
	}
	for _, name := range names {
		if err := s.open(name, read); err != nil {
			s.fail(err)
		}
	}
}

func (s *session) open(name string, read func(name string, r io.Reader) error) error {
	if name == "-" {
		return read(name, s.In)
	}
	file, err := os.Open(name)
	if err != nil {
		return err
	}
	defer file.Close()
	return read(name, file)
}

// lines reads line by line, also where the last has no end. What was
// printed is shown at once, for the input may be a person.
func (s *session) lines(r io.Reader, take func(line string) bool) error {
	reader := bufio.NewReader(r)
	for {
		line, err := reader.ReadString('\n')
		if line != "" && !take(strings.TrimSuffix(line, "\n")) {
			return nil
		}
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if reader.Buffered() == 0 {
			s.out.Flush()
		}
	}
}

// Colours of the terminal.
const (
	red   = "31;1"
	green = "32"
	blue  = "34;1"
	grey  = "90"
)

func (s *session) colour(code, text string) string {
	if !s.Colour {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[m"
}

func help(*flag.FlagSet) func(*session, []string) error {
	return func(s *session, _ []string) error {
		table := tabwriter.NewWriter(s.out, 0, 0, 2, ' ', 0)
		for _, each := range commands {
			fmt.Fprintf(table, "%s %s\t%s\n", each.name, each.usage, each.about)
		}
		return table.Flush()
	}
}
