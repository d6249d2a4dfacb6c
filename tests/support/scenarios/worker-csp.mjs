// Worker mode where blob: is forbidden: refused, and with the package's files.
import { plainError } from "../scenario-host.mjs";
import { watchWorkers } from "./worker.mjs";

export default async function csp(host) {
  const left = watchWorkers();
  const refusal = (promise) => promise.then((value) => ({ resolved: String(value) }), plainError);
  const refused = await refusal(host.load("worker", { mode: "worker" }));
  const wrongUrl = await refusal(host.load("worker", { mode: "worker", workerUrl: "/nowhere/worker.js" }));
  const program = await host.load("worker", { mode: "worker", workerUrl: "/dist/worker.js", wasmUrl: "/dist/", stdout: "ignore" });
  const { status } = program;
  const greeting = await program.exports.add(2, 3);
  program.terminate();
  return { refused, wrongUrl, status, greeting, left: [left.workers(), left.blobs()] };
}
