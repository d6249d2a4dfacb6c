// Arguments and environment for which Go's linker leaves no room; Go's own file throws.
const { wasmExec, say, instantiate } = require("./common.cjs");
require(wasmExec);
const said = [];
fs.writeSync = (_, bytes) => (said.push(new TextDecoder().decode(bytes)), bytes.length);
const go = new Go();
const long = "ä".repeat(32 << 10);
go.argv = ["js", "environment", long, "last"];
go.env = { LONG: "x".repeat(1 << 20), TEXT: "text" };
(async () => {
  const failed = await go.run(await instantiate(go)).then(() => "resolved", (error) => error.message);
  const expected = [`4 js|environment|${long}|last\n`, `2 LONG=${go.env.LONG}|TEXT=text\n`, "to stderr: text\n"].join("");
  say(failed, said.join("") === expected);
})();
