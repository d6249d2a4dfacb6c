// Ends that Go's own file has wrong (abi.md, "Ends"): nested exits and exceptions, timers that are left, a second run that is waited for.
const { wasmExec, say, instantiate, attempt } = require("./common.cjs");
const uncaught = [];
process.on("uncaughtException", (error) => uncaught.push(error.message));
require(wasmExec);

async function start() {
  globalThis.page = {};
  const go = new Go();
  const codes = [];
  go.exit = (code) => codes.push(code);
  const state = { resolved: false };
  go.run(await instantiate(go)).then(() => (state.resolved = true));
  return { go, codes, state };
}
const turn = () => new Promise((resolve) => setTimeout(resolve, 20));

(async () => {
  const nested = await start();
  page.tick();
  const seen = [];
  const outer = attempt(() => page.callMethod({ method: () => (seen.push(attempt(() => page.exit(3))), "on") }, 1));
  await turn(); // the ticker's timeout would fire
  say("nested exit", outer, seen, nested.codes, nested.go.exited, nested.state.resolved, nested.go._scheduledTimeouts.size, attempt(() => page.add(1, 1)));

  const getter = await start();
  const thrown = attempt(() => page.callMethod({ method: () => page.get({ get value() { throw new RangeError("deep down"); } }) }, 1));
  say("nested exception", thrown, getter.go.exited, attempt(() => page.add(1, 1)));

  const caught = await start();
  const kept = attempt(() => page.callMethod({ method: () => attempt(() => page.get({ get value() { throw new RangeError("caught"); } }))[1] }, 1));
  say("nested exception, caught between", kept[0], caught.go.exited);

  // Three runs of one Go, the later two waited for.
  const { go, codes } = await start();
  for (const code of [1, 2, 3]) {
    if (code > 1) {
      globalThis.page = {};
      const running = go.run(await instantiate(go));
      let over = false;
      running.then(() => (over = true));
      await turn();
      say("still runs", code, over, go.exited);
      page.exit(code);
      await running;
    } else page.exit(code);
  }
  say("runs", codes);

  // The page calls an export itself, or ends the program in one: nothing but the exit code is left.
  await turn();
  say("uncaught", uncaught);
})();
