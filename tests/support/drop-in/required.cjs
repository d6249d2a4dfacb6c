// require, twice; the globals are Node's where the script has set them, as Go's own runner does.
const { wasmExec, say, instantiate } = require("./common.cjs");
Object.assign(globalThis, { fs: require("node:fs"), path: require("node:path"), page: {} });
const { fs, process, path } = globalThis;

say("exports", Object.keys(require(wasmExec)), require(wasmExec) === require(wasmExec));
say("kept", fs === globalThis.fs, process === globalThis.process, path === globalThis.path);
(async () => {
  const go = new Go();
  go.argv = ["required"];
  const running = go.run(await instantiate(go));
  say(page.greet("Ann"), page.add(1, 2));
  page.exit(0);
  await running;
  const again = new Go();
  again.argv = ["again", "hello", "through fs.write"];
  await again.run(await instantiate(again));
  say("exited", again.exited);
})();
