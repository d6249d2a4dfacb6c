/** Importing the package on a server touches nothing: no globals, no document, no timer, no fetch. */
import assert from "node:assert/strict";
import { join } from "node:path";
import process from "node:process";
import { test } from "node:test";
import { runNode } from "../support/hosts.ts";
import { root } from "../support/toolchain.ts";

/** Imports the built package in a realm where every browser global tells on whoever touches it. */
const script = `
const touched = [];
const spied = ["window", "document", "self", "navigator", "location", "customElements", "HTMLElement", "Worker", "localStorage", "requestAnimationFrame"];
const natural = new Map(spied.map((name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)]));
for (const name of spied) {
  Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); return natural.get(name)?.get?.call(globalThis); } });
}
for (const name of ["setTimeout", "setInterval", "queueMicrotask", "fetch"]) {
  const original = globalThis[name];
  globalThis[name] = (...args) => { touched.push(name); return original(...args); };
}
const before = Reflect.ownKeys(globalThis);
const module = await import(process.argv[1]);
const after = Reflect.ownKeys(globalThis);
const report = {
  touched,
  added: after.filter((key) => !before.includes(key)).map(String),
  exports: Object.keys(module).sort(),
  resources: process.getActiveResourcesInfo().filter((name) => !/Pipe|TTY|FS|CloseReq/.test(name)),
};
process.stdout.write(JSON.stringify(report));
`;

test("import on a server", async () => {
  const run = await runNode(process.execPath, ["--input-type=module", "-e", script, join(root, "js/dist/index.js")]);
  assert.equal(run.code, 0, run.stderr);
  const report = JSON.parse(run.stdout) as { touched: string[]; added: string[]; exports: string[]; resources: string[] };
  assert.deepEqual(report.touched, []);
  assert.deepEqual(report.added, []);
  assert.deepEqual(report.resources, []);
  assert.ok(report.exports.includes("load"));
  assert.ok(report.exports.includes("GoferryError"));
});
