// What the page of every app does after its greeting: the package's other entries, and its second chunk. Copied into each app by app.test.ts.
import { load } from "goferry";
import "goferry/element";

/** Each check gives a greeting of Go's. `loadDropIn` imports goferry/wasm_exec, as the app does that. */
export async function runChecks(url, loadDropIn) {
  return { worker: await worker(url), compat: await compat(url), element: await element(url), dropIn: await dropIn(url, loadDropIn) };
}

/** Worker mode: a chunk of its own, which holds the worker's script; a policy without blob: wants that as a file. */
async function worker(url) {
  const workerUrl = new URLSearchParams(location.search).get("workerUrl");
  const program = await load(url, { mode: "worker", ...(workerUrl && { workerUrl }) });
  const greeting = await program.exports.greet("Eve");
  program.terminate();
  return `${greeting} (${program.sync === undefined ? "worker" : "page"})`;
}

/** The variant that a browser without multi-memory takes; it is a chunk of its own. */
async function compat(url) {
  const program = await load(url, { variant: "compat" });
  return `${await program.exports.greet("Bob")} (${program.variant})`;
}

async function element(url) {
  const ferry = document.createElement("go-ferry");
  ferry.src = url;
  document.body.append(ferry);
  const program = await ferry.ready;
  return program.exports.greet("Carol");
}

async function dropIn(url, loadDropIn) {
  await loadDropIn();
  const go = new globalThis.Go();
  const { instance } = await WebAssembly.instantiateStreaming(fetch(url), go.importObject);
  go.run(instance);
  return globalThis.greet("Dave");
}
