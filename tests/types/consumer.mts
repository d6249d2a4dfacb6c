/** A user's TypeScript on the installed package: what is accepted, what an export gives, and what is refused. Type-checked by tests/js/package.test.ts. */
import { GoferryError, load, type Exit, type GoferryErrorCode, type Program, type Stats } from "goferry";
import type { GoFerryElement } from "goferry/element";
import "goferry/element";
import "goferry/wasm_exec";
import "goferry/classic/goferry.js";

interface Exports {
  greet(name: string): string;
  math: { add(a: number, b: number): Promise<number> };
}
const program = await load<Exports>("main.wasm", { args: ["-v"], env: { A: "1" }, stdin: "x", stdout: line => line.length, stderr: "ignore" });
export const greeting: Promise<string> = program.exports.greet("Alice");
export const sum: Promise<number> = program.exports.math.add(1, 2);
export const stats: Stats = await program.stats();
export const exit: Exit = await program.exited;
export const reason: "exit" | "panic" | "trap" | "terminated" = exit.reason;
export const status: "running" | "exited" | "crashed" | "terminated" = program.status;
const untyped: Program = await load(new URL("https://example.org/main.wasm"));
await untyped.exports["anything"](1, "two");
export const code: GoferryErrorCode = new GoferryError("panic", "message").code;

// @ts-expect-error a number is no name
program.exports.greet(1);
// @ts-expect-error there is no such export
program.exports.great("Alice");
// @ts-expect-error the result is a promise
export const direct: string = program.exports.greet("Alice");
// @ts-expect-error no such option
await load("main.wasm", { arguments: [] });
// @ts-expect-error a code that does not exist
export const wrong: GoferryErrorCode = "oops";

// The element, by its tag.
const ferry: GoFerryElement | null = document.querySelector("go-ferry");
document.createElement("go-ferry").addEventListener("ready", event => event.detail.stats());
export const loaded: Program | undefined = ferry?.program;

// The drop-in's class, as a global.
const go = new Go();
go.argv = ["main", "-v"];
go.env["HOME"] = "/";
go.importObject["mine"] = { now: () => Date.now() };
export const { instance } = await WebAssembly.instantiateStreaming(fetch("main.wasm"), go.importObject);
export const done: Promise<void> = go.run(instance);
// @ts-expect-error wants an instance
go.run("main.wasm");

// The script-tag build's global.
const again: Program<Exports> = await goferry.load<Exports>("main.wasm");
export const sameClass: typeof GoferryError = goferry.GoferryError;
// @ts-expect-error the page does not replace it
goferry.load = load;
export { again };
