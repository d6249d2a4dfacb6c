//go:build !js

package ferrytest

import (
	"context"
	"fmt"
	"io"
	"sync"

	ferry "github.com/goferry/goferry/go"
	"github.com/goferry/goferry/go/internal/host"
)

// Page is the page's end of a channel that the code under test has opened with ferry.Open.
type Page struct {
	name string
	page host.Page

	mutex   sync.Mutex
	changed chan struct{} // closed when something has
}

// OpenPage gives the page's end of the channel of that name. ferry.Open has to have opened it.
func OpenPage(name string) (*Page, error) {
	p := &Page{name: name, changed: make(chan struct{})}
	page, _, found := host.OpenPage(name, func() {
		p.mutex.Lock()
		defer p.mutex.Unlock()
		close(p.changed)
		p.changed = make(chan struct{})
	})
	if !found {
		return nil, fmt.Errorf("ferrytest: no channel %q is open", name)
	}
	p.page = page
	return p, nil
}

// Send sends a message to Go, and waits for space if there is none.
func (p *Page) Send(ctx context.Context, message []byte) error {
	for {
		switch answer := p.page.Send(message); {
		case answer >= 0:
			return nil
		case answer == host.DoesNotFit:
			return ferry.ErrTooLarge
		case answer != host.NotNow:
			return ferry.ErrClosed
		}
		if err := p.wait(ctx, host.Writable); err != nil {
			return err
		}
	}
}

// Recv waits for Go's next message; after the channel's end the error is io.EOF.
func (p *Page) Recv(ctx context.Context) ([]byte, error) {
	for {
		n := p.page.Peek()
		switch {
		case n >= 0:
			message := make([]byte, n)
			if p.page.Recv(message) == n {
				return message, nil
			}
			continue
		case n == host.Closed:
			return nil, io.EOF
		case n != host.NotNow:
			return nil, ferry.ErrClosed
		}
		if err := p.wait(ctx, host.Readable); err != nil {
			return nil, err
		}
	}
}

// Close closes the page's end.
func (p *Page) Close() { p.page.Close() }

func (p *Page) wait(ctx context.Context, what int32) error {
	p.mutex.Lock()
	changed := p.changed
	p.mutex.Unlock()
	if p.page.Wait(what) {
		return nil
	}
	select {
	case <-changed:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}
