// What is said where the host lacks what cannot be made up.
const { wasmExec, say, attempt } = require("./common.cjs");
for (const name of ["crypto", "performance", "TextEncoder", "TextDecoder"]) {
  const property = Object.getOwnPropertyDescriptor(globalThis, name);
  Object.defineProperty(globalThis, name, { value: undefined, configurable: true, writable: true });
  delete require.cache[require.resolve(wasmExec)];
  const [kind, text] = attempt(() => require(wasmExec));
  Object.defineProperty(globalThis, name, property);
  say(name, kind, text, typeof Go);
}
