/**
 * The script-tag build: sets `globalThis.goferry` and defines `<go-ferry>`. Both variants are embedded. It is the script of its programs' workers
 * too: the build wraps it into a function, whose source the page hands to a worker.
 */
import * as compat from "../generated/compat.js";
import { connect } from "./channel/connect.js";
import { channelsInPage, channelsInWorker, channelsUrl } from "./classic-chunk.js";
import { defineElement } from "./element.js";
import { createLoad } from "./load.js";
import { errorClasses } from "./errors.js";
import { RemoteRun } from "./remote/remote-run.js";
import { transfer } from "./transfer.js";
import { serveProgram, surroundings } from "./worker/serve.js";

/** That function, and its argument (tools/build-package.mjs). */
declare const goferryScript: (role?: "worker") => void;
declare const goferryRole: "worker" | undefined;

if (goferryRole === "worker") {
  serveProgram(surroundings(), (init, url) => channelsInWorker(url).engineChannels(init));
} else {
  const source = `(${goferryScript})("worker")`;
  const load = createLoad({ compat: () => compat, channels: channelsInPage, remote: () => ({ createRemoteRun: tools => new RemoteRun(source, tools, channelsUrl) }) });
  (globalThis as { goferry?: unknown }).goferry ??= { load, connect, transfer, ...errorClasses };
  defineElement(load);
}
