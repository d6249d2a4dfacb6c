package tool

import (
	"bufio"
	"cmp"
	"errors"
	"flag"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

func cat(flags *flag.FlagSet) func(*session, []string) error {
	numbers := flags.Bool("n", false, "number the lines")
	return func(s *session, names []string) error {
		n := 0
		s.each(names, func(_ string, r io.Reader) error {
			return s.lines(r, func(line string) bool {
				n++
				if *numbers {
					fmt.Fprint(s.out, s.colour(grey, fmt.Sprintf("%4d  ", n)))
				}
				fmt.Fprintln(s.out, line)
				return true
			})
		})
		return nil
	}
}

func head(flags *flag.FlagSet) func(*session, []string) error {
	most := flags.Int("n", 10, "how many lines")
	return func(s *session, names []string) error {
		s.each(names, func(name string, r io.Reader) error {
			if len(names) > 1 {
				fmt.Fprintln(s.out, s.colour(grey, "==> "+name+" <=="))
			}
			left := *most
			if left <= 0 {
				return nil
			}
			return s.lines(r, func(line string) bool {
				fmt.Fprintln(s.out, line)
				left--
				return left > 0
			})
		})
		return nil
	}
}

func wc(flags *flag.FlagSet) func(*session, []string) error {
	lines := flags.Bool("l", false, "lines")
	words := flags.Bool("w", false, "words")
	bytes := flags.Bool("c", false, "bytes")
	return func(s *session, names []string) error {
		all := !*lines && !*words && !*bytes
		shown := []bool{all || *lines, all || *words, all || *bytes}
		print := func(counts [3]int, name string) {
			for i, count := range counts {
				if shown[i] {
					fmt.Fprintf(s.out, "%7d ", count)
				}
			}
			fmt.Fprintln(s.out, strings.TrimSuffix(name, "-"))
		}
		var total [3]int
		s.each(names, func(name string, r io.Reader) error {
			counts, err := count(r)
			if err != nil {
				return err
			}
			for i := range total {
				total[i] += counts[i]
			}
			print(counts, name)
			return nil
		})
		if len(names) > 1 {
			print(total, "total")
		}
		return nil
	}
}

// count gives lines, words and bytes.
func count(r io.Reader) (counts [3]int, err error) {
	reader := bufio.NewReader(r)
	inWord := false
	for {
		letter, size, err := reader.ReadRune()
		if err == io.EOF {
			return counts, nil
		}
		if err != nil {
			return counts, err
		}
		counts[2] += size
		if letter == '\n' {
			counts[0]++
		}
		space := strings.ContainsRune(" \t\r\n", letter)
		if !space && !inWord {
			counts[1]++
		}
		inWord = !space
	}
}

func sortLines(flags *flag.FlagSet) func(*session, []string) error {
	numeric := flags.Bool("n", false, "by number")
	reverse := flags.Bool("r", false, "the other way round")
	unique := flags.Bool("u", false, "each line once")
	return func(s *session, names []string) error {
		var all []string
		s.each(names, func(_ string, r io.Reader) error {
			return s.lines(r, func(line string) bool {
				all = append(all, line)
				return true
			})
		})
		slices.SortStableFunc(all, func(a, b string) int {
			order := strings.Compare(a, b)
			if *numeric {
				order = cmp.Or(cmp.Compare(number(a), number(b)), order)
			}
			if *reverse {
				return -order
			}
			return order
		})
		if *unique {
			all = slices.Compact(all)
		}
		for _, line := range all {
			fmt.Fprintln(s.out, line)
		}
		return nil
	}
}

// number is what a line begins with; 0 where that is none.
func number(line string) float64 {
	fields := strings.Fields(line)
	if len(fields) == 0 {
		return 0
	}
	value, _ := strconv.ParseFloat(fields[0], 64)
	return value
}

func grep(flags *flag.FlagSet) func(*session, []string) error {
	count := flags.Bool("c", false, "count the lines")
	fold := flags.Bool("i", false, "whatever the case")
	numbers := flags.Bool("n", false, "number the lines")
	recursive := flags.Bool("r", false, "look into folders")
	invert := flags.Bool("v", false, "the lines that do not match")
	return func(s *session, args []string) error {
		if len(args) == 0 {
			return errors.New("the pattern is missing")
		}
		text := args[0]
		if *fold {
			text = "(?i)" + text
		}
		pattern, err := regexp.Compile(text)
		if err != nil {
			return err
		}
		names := args[1:]
		many := len(names) > 1 || *recursive
		if *recursive {
			names = s.filesBelow(names)
			if len(names) == 0 {
				s.code = max(s.code, notFound)
				return nil
			}
		}
		total := 0
		s.each(names, func(name string, r io.Reader) error {
			prefix := ""
			if many {
				prefix = s.colour(green, name) + ":"
			}
			n, hits := 0, 0
			err := s.lines(r, func(line string) bool {
				n++
				if pattern.MatchString(line) == *invert {
					return true
				}
				hits++
				if *count {
					return true
				}
				fmt.Fprint(s.out, prefix)
				if *numbers {
					fmt.Fprint(s.out, s.colour(grey, strconv.Itoa(n)), ":")
				}
				fmt.Fprintln(s.out, s.marked(line, pattern))
				return true
			})
			if *count {
				fmt.Fprintf(s.out, "%s%d\n", prefix, hits)
			}
			total += hits
			return err
		})
		if total == 0 {
			s.code = max(s.code, notFound)
		}
		return nil
	}
}

// marked is a line with its matches in colour.
func (s *session) marked(line string, pattern *regexp.Regexp) string {
	if !s.Colour {
		return line
	}
	return pattern.ReplaceAllStringFunc(line, func(match string) string {
		if match == "" {
			return ""
		}
		return s.colour(red, match)
	})
}

// filesBelow gives all files of folders, of this one where none is named.
func (s *session) filesBelow(names []string) []string {
	if len(names) == 0 {
		names = []string{"."}
	}
	var files []string
	for _, name := range names {
		err := filepath.WalkDir(name, func(path string, entry fs.DirEntry, err error) error {
			if err == nil && entry.Type().IsRegular() {
				files = append(files, path)
			}
			return err
		})
		if err != nil {
			s.fail(err)
		}
	}
	return files
}

func ls(flags *flag.FlagSet) func(*session, []string) error {
	long := flags.Bool("l", false, "with sizes and times")
	return func(s *session, names []string) error {
		if len(names) == 0 {
			names = []string{"."}
		}
		for _, name := range names {
			entries, err := entriesOf(name)
			if err != nil {
				s.fail(err)
				continue
			}
			if len(names) > 1 {
				fmt.Fprintln(s.out, name+":")
			}
			for _, info := range entries {
				if *long {
					changed := info.ModTime().Format("Jan _2 15:04")
					fmt.Fprintf(s.out, "%8d  %s  ", info.Size(), changed)
				}
				fmt.Fprintln(s.out, s.named(info))
			}
		}
		return nil
	}
}

// entriesOf is what lies in a folder, or the file itself.
func entriesOf(name string) ([]fs.FileInfo, error) {
	info, err := os.Stat(name)
	if err != nil || !info.IsDir() {
		return []fs.FileInfo{info}, err
	}
	found, err := os.ReadDir(name)
	var entries []fs.FileInfo
	for _, entry := range found {
		if info, err := entry.Info(); err == nil {
			entries = append(entries, info)
		}
	}
	return entries, err
}

func (s *session) named(info fs.FileInfo) string {
	if info.IsDir() {
		return s.colour(blue, info.Name()) + "/"
	}
	return info.Name()
}

func tree(*flag.FlagSet) func(*session, []string) error {
	return func(s *session, names []string) error {
		if len(names) == 0 {
			names = []string{"."}
		}
		folders, files := 0, 0
		var show func(folder, indent string) error
		show = func(folder, indent string) error {
			entries, err := entriesOf(folder)
			for i, info := range entries {
				branch, next := "├── ", "│   "
				if i == len(entries)-1 {
					branch, next = "└── ", "    "
				}
				fmt.Fprintln(s.out, s.colour(grey, indent+branch)+s.named(info))
				if !info.IsDir() {
					files++
					continue
				}
				folders++
				if err := show(filepath.Join(folder, info.Name()), indent+next); err != nil {
					return err
				}
			}
			return err
		}
		for _, name := range names {
			info, err := os.Stat(name)
			if err == nil && !info.IsDir() {
				err = fmt.Errorf("%s: it is no folder", name)
			}
			if err == nil {
				fmt.Fprintln(s.out, s.colour(blue, name))
				err = show(name, "")
			}
			if err != nil {
				s.fail(err)
			}
		}
		fmt.Fprintf(s.out, "%s, %s\n", amount(folders, "folder"), amount(files, "file"))
		return nil
	}
}

func amount(n int, of string) string {
	if n == 1 {
		return "1 " + of
	}
	return fmt.Sprintf("%d %ss", n, of)
}

func sleep(*flag.FlagSet) func(*session, []string) error {
	return func(_ *session, args []string) error {
		if len(args) != 1 {
			return errors.New("how many seconds?")
		}
		seconds, err := strconv.ParseFloat(args[0], 64)
		if err != nil {
			return fmt.Errorf("%s is no number", args[0])
		}
		time.Sleep(time.Duration(seconds * float64(time.Second)))
		return nil
	}
}
