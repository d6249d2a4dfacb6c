package host

// What the host answers beside handles and lengths; bridge/imports/ferry.h, Answer.
const (
	NotNow      = -1 // nothing to receive, or no space to send
	Closed      = -2
	DoesNotFit  = -3
	NoChannel   = -4
	BrokenPeer  = -5
	NameTaken   = -6
	NoMemory    = -7
	BadArgument = -8
)

// TurnDue is a flag in what Send and Recv answer: the host's event loop wants a turn.
const TurnDue = 1 << 30

// What a goroutine waits for.
const (
	Readable = 1
	Writable = 2
)

// Policies.
const (
	Queue  = 0
	Latest = 1
)
