package tool

import (
	"errors"
	"flag"
	"io"
	"os"
	"path/filepath"
)

func tee(flags *flag.FlagSet) func(*session, []string) error {
	atEnd := flags.Bool("a", false, "write behind what is there")
	return func(s *session, names []string) error {
		if len(names) != 1 {
			return errors.New("one file is needed")
		}
		how := os.O_CREATE | os.O_WRONLY | os.O_TRUNC
		if *atEnd {
			how = os.O_CREATE | os.O_WRONLY | os.O_APPEND
		}
		file, err := os.OpenFile(names[0], how, 0o644)
		if err != nil {
			return err
		}
		err = s.lines(io.TeeReader(s.In, file), func(line string) bool {
			_, err := s.out.WriteString(line + "\n")
			return err == nil
		})
		return errors.Join(err, file.Close())
	}
}

func mkdir(*flag.FlagSet) func(*session, []string) error {
	return func(s *session, names []string) error {
		if len(names) == 0 {
			return errors.New("a folder is needed")
		}
		for _, name := range names {
			if err := os.MkdirAll(name, 0o755); err != nil {
				s.fail(err)
			}
		}
		return nil
	}
}

func rm(flags *flag.FlagSet) func(*session, []string) error {
	recursive := flags.Bool("r", false, "folders with all that lies in them")
	return func(s *session, names []string) error {
		if len(names) == 0 {
			return errors.New("a path is needed")
		}
		for _, name := range names {
			_, err := os.Lstat(name) // RemoveAll is content where there is nothing
			if err == nil && *recursive {
				err = os.RemoveAll(name)
			} else if err == nil {
				err = os.Remove(name)
			}
			if err != nil {
				s.fail(err)
			}
		}
		return nil
	}
}

func mv(*flag.FlagSet) func(*session, []string) error {
	return func(_ *session, args []string) error {
		from, to, err := fromTo(args)
		if err != nil {
			return err
		}
		return os.Rename(from, to)
	}
}

func cp(*flag.FlagSet) func(*session, []string) error {
	return func(_ *session, args []string) error {
		from, to, err := fromTo(args)
		if err != nil {
			return err
		}
		source, err := os.Open(from)
		if err != nil {
			return err
		}
		defer source.Close()
		target, err := os.Create(to)
		if err != nil {
			return err
		}
		_, err = io.Copy(target, source)
		return errors.Join(err, target.Close())
	}
}

// fromTo are the two paths of a command; the second may be a folder.
func fromTo(args []string) (from, to string, err error) {
	if len(args) != 2 {
		return "", "", errors.New("two paths are needed")
	}
	from, to = args[0], args[1]
	if info, err := os.Stat(to); err == nil && info.IsDir() {
		to = filepath.Join(to, filepath.Base(from))
	}
	return from, to, nil
}
