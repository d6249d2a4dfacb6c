// A host that has no more than Go's own file asks for: crypto.getRandomValues, performance.now, TextEncoder.encode, TextDecoder.decode.
const { wasmExec, say, instantiate } = require("./common.cjs");
const encoder = new TextEncoder();
const decoder = new TextDecoder();
const { webcrypto } = require("node:crypto");
const start = Date.now();
const define = (name, value) => Object.defineProperty(globalThis, name, { value, writable: true, configurable: true });
define("TextEncoder", class { encode(text) { return encoder.encode(text); } });
define("TextDecoder", class { decode(bytes) { return decoder.decode(bytes); } });
define("crypto", { getRandomValues: (bytes) => webcrypto.getRandomValues(bytes) });
define("performance", { now: () => Date.now() - start });
globalThis.page = {};
require(wasmExec);
const go = new Go();
instantiate(go).then((instance) => {
  go.run(instance);
  const long = "größer als zwanzig Zeichen, 😀, und noch viel länger ".repeat(100);
  say(page.greet("kurz"), page.greet(long) === `Hello, ${long} from js`, page.get({ value: long }) === long);
  page.print("ünd hier");
});
