//go:build !js

package host

// Page is the page's side of a channel, where there is no page.
type Page struct{ handle int32 }

// OpenPage gives the page's side of what Go has opened by that name; changed is called when what Wait asked for can be done.
func OpenPage(name string, changed func()) (page Page, codec int32, found bool) {
	mutex.Lock()
	defer mutex.Unlock()
	newest := int32(-1)
	for handle, c := range channels {
		if c.name == name && !c.closed[1] && handle > newest {
			newest = handle
		}
	}
	if newest < 0 {
		return Page{}, 0, false
	}
	channels[newest].changed = changed
	return Page{newest}, channels[newest].codec, true
}

// Send takes one message.
func (p Page) Send(message []byte) int32 { return sendFrom(p.handle, 1, message) }

// Peek gives the length of the next message.
func (p Page) Peek() int32 { return peekFrom(p.handle, 1) }

// Recv copies the next message.
func (p Page) Recv(to []byte) int32 { return recvFrom(p.handle, 1, to) }

// Wait is true where it can be done already; else changed is called.
func (p Page) Wait(what int32) bool { return waitFrom(p.handle, 1, what) }

// Close closes the page's side.
func (p Page) Close() int32 { return closeFrom(p.handle, 1) }
