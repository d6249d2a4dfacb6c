// Runs one scenario on the built package in this Node process. Its standard input is JSON: { dist, scenario, programs, variant?, mode?, fixture?, args? }. The
// scenario's result goes to descriptor 3 as JSON; the process then ends by itself, unless something keeps it alive.
import { readFileSync, writeSync } from "node:fs";
import { pathToFileURL } from "node:url";
import { loadFixture } from "./host-common.mjs";
import { createHost, plainError } from "./scenario-host.mjs";

const { dist, scenario, programs, variant, mode, fixture, args } = JSON.parse(readFileSync(0, "utf8"));
const report = (result) => writeSync(3, JSON.stringify(result));

await loadFixture(fixture);
const { load, transfer } = await import(pathToFileURL(dist).href);
const mounts = await import(new URL("./files.js", pathToFileURL(dist)).href);
const urls = Object.fromEntries(Object.entries(programs).map(([name, file]) => [name, pathToFileURL(file).href]));
const onUncaught = (note) => {
  process.on("uncaughtException", note);
  process.on("unhandledRejection", note);
};
const host = createHost({ load, transfer, mounts, urls, variant, mode, args, onUncaught });
try {
  const { default: run } = await import(new URL(`scenarios/${scenario}.mjs`, import.meta.url));
  report({ result: await run(host), console: host.console, uncaught: host.uncaught });
} catch (error) {
  report({ failed: plainError(error), stack: String(error?.stack), console: host.console, uncaught: host.uncaught });
}
