// Package ferry connects a Go program in a web page with the page: functions that the page calls, promises, and channels. It is for programs
// that are built with GOOS=js GOARCH=wasm and loaded by goferry (npm package goferry); docs/go-package.md shows both sides.
//
//	func main() {
//		ferry.Export("greet", func(name string) string { return "Hello, " + name })
//		select {} // main must not return: the program would end
//	}
//
//	const program = await load("main.wasm");
//	console.log(await program.exports.greet("Alice"));
//
// # What must not park, and what starves
//
// Go has one thread in a page, and it is the page's own (or a worker's). Two things follow.
//
// A function of js.FuncOf runs while JavaScript waits for it. If it parks (receives from an empty channel, sleeps, locks a mutex that is held,
// calls [Await], Send or Recv, or a function of JavaScript that gives a promise), only the event loop could wake it, which waits for the function:
// the program dies with "all goroutines are asleep - deadlock!". Functions exported by [Export] run in a goroutine of their own, and may park.
//
// While any goroutine runs, JavaScript does not: no event, no timer, no message, no abort of a call and no standard input reaches Go before
// every goroutine has parked. A long loop therefore starves all of that, and in page mode the page itself. runtime.Gosched lets other goroutines run,
// but not JavaScript; time.Sleep(time.Millisecond) lets it. [Progress] does so by itself. Where the program runs in a worker and the page is
// isolated (program.transport is "shared"), a loop need not park to look at what the page has done: [Canceled] and a channel's TryRecv read memory
// that it shares with the page.
//
// # Testing
//
// On other platforms the package works in memory, so that a program's logic can be tested by plain go test: package ferrytest plays the page.
package ferry
