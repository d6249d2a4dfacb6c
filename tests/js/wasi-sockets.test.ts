/** Sockets of programs for WASI preview 1: over each transport, suspended (JSPI) and asleep. */
import assert from "node:assert/strict";
import { join } from "node:path";
import { test } from "node:test";
import { pathToFileURL } from "node:url";
import { nodeHosts, runScenario, type NodeHost } from "../support/hosts.ts";
import { missingGo, root } from "../support/toolchain.ts";
import { checkSockets, socketPrograms, type SocketPlace, type SocketResult } from "../support/wasi-sockets-expected.ts";

const suspends = "Suspending" in WebAssembly;
const noJspi = pathToFileURL(join(root, "tests/support/no-jspi.js")).href;
const places: Readonly<Record<string, SocketPlace>> = {
  "page mode": { mode: "page", waits: suspends },
  "worker mode": { mode: "worker", waits: true },
  "worker mode, by messages": { mode: "worker", transport: "port", waits: suspends },
  // As above in a Node that cannot suspend WebAssembly.
  ...(suspends && {
    "page mode without JSPI": { mode: "page", waits: false, noJspi },
    "worker mode without JSPI": { mode: "worker", waits: true, noJspi },
    "worker mode, by messages, without JSPI": { mode: "worker", transport: "port", waits: false, noJspi },
  }),
};

async function check(host: NodeHost, place: SocketPlace, programs: ReturnType<typeof socketPrograms>): Promise<void> {
  const run = await runScenario<SocketResult>(host, "wasi-sockets", { programs, args: place });
  checkSockets(run.result, place, programs);
  assert.deepEqual([run.code, run.uncaught], [0, []]);
}

const hosts = nodeHosts();
for (const host of hosts) {
  for (const [where, place] of Object.entries(places)) test(`sockets, ${where}, ${host.name}`, () => check(host, place, socketPrograms()));
}

// The first Go that builds for WASI, the newest.
for (const version of ["1.21", "1.27"]) {
  const host = hosts[0] as NodeHost;
  test(`sockets, Go ${version}, ${host.name}`, { skip: missingGo(version) ?? false }, () => check(host, places["worker mode"] as SocketPlace, socketPrograms(version)));
}
