// The file as text, evaluated in a function, strict and sloppy, and by indirect eval.
const { readFileSync } = require("node:fs");
const { wasmExec, say, instantiate } = require("./common.cjs");
const text = readFileSync(wasmExec, "utf8");
const ways = {
  strict: () => new Function(`"use strict"; ${text}\n; return globalThis.Go;`)(),
  sloppy: () => new Function(`${text}\n; return globalThis.Go;`)(),
  indirect: () => ((0, eval)(text), globalThis.Go),
};
(async () => {
  for (const [way, evaluate] of Object.entries(ways)) {
    delete globalThis.Go;
    globalThis.page = {};
    const Class = evaluate();
    const go = new Class();
    go.run(await instantiate(go));
    const frozen = Object.freeze({ kept: 1 });
    page.set(frozen);
    say(way, page.greet(way), frozen.kept, Class === globalThis.Go);
  }
})();
