package ferry

import "github.com/goferry/goferry/go/internal/host"

// In a file of its own so that a program that does not call Canceled does not import the host function.
func slotCanceled(slot int32) bool { return host.Canceled(slot) }
