package ferry

import (
	"context"
	"time"
)

// reportEvery is how often progress reaches the page: about once a frame.
const reportEvery = 16 * time.Millisecond

// Progress reports to the caller of an exported function how much of its work is done, and lets the page have a turn. ctx is the function's
// context, or one made from it.
//
// The page hears of it by a function that it gives as one argument more than the Go function takes, before the AbortSignal where there is one:
//
//	ferry.Export("hash", func(ctx context.Context, file []byte) (string, error) { … })
//
//	await program.exports.hash(bytes, (done, total) => { bar.value = done / total }, signal);
//
// Progress may be called as often as one likes: it reports at most every 16 ms, and when done has reached total. When it reports, it parks the
// goroutine for a moment, so that the page can paint, an abort is heard and timers run: a long loop that calls Progress starves nobody. It
// does so too where the page gave no function.
func Progress(ctx context.Context, done, total float64) {
	call := callOf(ctx)
	if call == nil {
		return
	}
	now := time.Now()
	if now.Sub(call.reported) < reportEvery && done < total {
		return
	}
	if call.report != nil {
		call.report(done, total)
	}
	if done < total {
		// A shorter sleep may be over before Go has come to rest.
		time.Sleep(time.Millisecond)
	}
	call.reported = time.Now()
}

// Canceled says whether the call that ctx belongs to has been aborted, for loops that do not park.
//
// A context is cancelled by an event of the page, and no event reaches Go before every goroutine has parked: a loop that only computes never
// sees ctx.Done. Where the program runs in a worker and the page is isolated (program.transport is "shared"), Canceled looks at memory that
// the page sets, so it sees the abort in the middle of a loop; ctx is then cancelled, too. Elsewhere it is the same as ctx.Err() != nil: let
// the loop park now and then, by [Progress] or by time.Sleep(time.Millisecond) (runtime.Gosched does not do).
func Canceled(ctx context.Context) bool {
	if ctx.Err() != nil {
		return true
	}
	call := callOf(ctx)
	if call == nil || call.slot == 0 || !slotCanceled(call.slot) {
		return false
	}
	call.cancel(errAborted)
	return true
}

var errAborted = &Error{Name: "AbortError", Message: "the page has aborted the call"}
