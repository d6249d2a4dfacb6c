// go.exit is process.exit: from a callback, with a ticker running and JavaScript of the page between two calls of Go.
const { wasmExec, say, instantiate } = require("./common.cjs");
Object.assign(globalThis, { fs: require("node:fs"), page: {} });
require(wasmExec);
const go = new Go();
go.exit = process.exit;
process.on("exit", (code) => say("exit event", code, go.exited));
instantiate(go).then((instance) => {
  go.run(instance);
  page.tick();
  page.callMethod({ method: () => page.exit(7) }, "nested");
  say("not reached");
});
