/**
 * The script-tag build: sets `globalThis.goferry` and defines `<go-ferry>`. Both variants are embedded. It is the script of its programs' workers
 * too: the build wraps it into a function, whose source the page hands to a worker.
 */
import * as compat from "../generated/compat.js";
import { connect } from "./channel/connect.js";
import { part, partInWorker, partsBase } from "./classic-chunk.js";
import { defineElement } from "./element.js";
import { createLoad } from "./load.js";
import { errorClasses } from "./errors.js";
import * as files from "./files/mounts.js";
import { spawnHelper } from "./remote/helper.js";
import { RemoteRun } from "./remote/remote-run.js";
import { transfer } from "./transfer.js";
import { serveProgram, surroundings } from "./worker/serve.js";

/** That function, and its first argument (tools/build-package.mjs). */
declare const goferryScript: (role: "worker", base: string) => void;
declare const goferryRole: "worker" | undefined;

if (goferryRole === "worker") {
  serveProgram(
    surroundings(),
    init => partInWorker("channels").engineChannels(init),
    (...args) => partInWorker("channels").engineSockets(...args),
    (...args) => partInWorker("files").engineFiles(...args),
    (...args) => partInWorker("files").openWasi(...args),
    (...args) => partInWorker("files").serveStore(...args),
  );
} else {
  const source = (): string => `(${goferryScript})("worker",${JSON.stringify(partsBase())})`;
  const load = createLoad({ compat: () => compat, channels: () => part("channels"), files: () => part("files"), remote: () => ({ createRemoteRun: tools => new RemoteRun(source(), tools), spawnHelper: (...args) => spawnHelper(source(), ...args) }) });
  (globalThis as { goferry?: unknown }).goferry ??= { load, connect, transfer, files, ...errorClasses };
  defineElement(load);
}
