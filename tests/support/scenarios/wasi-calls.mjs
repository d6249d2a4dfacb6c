// What a WASI library does in its life. args: { files, calls, …options of load }: the files of its one folder, and calls: a function and its arguments each,
// 64-bit integers as text.
import { plainError } from "../scenario-host.mjs";

export default async function wasiCalls(host) {
  const { files, calls, ...options } = host.args;
  const { program: library, lines, errors } = await host.run("library", { ...options, preopens: { "/data": files } });
  const { exports } = library;
  const results = [];
  for (const [name, ...values] of calls) results.push(String(await exports[name](...values.map((value) => (typeof value === "string" ? BigInt(value) : value)))));
  const seen = { status: library.status, results, lines: [...lines], errors };
  // The second call waits for its turn, and all are answered.
  seen.together = await Promise.all([exports.wait(20), exports.wait(1), exports.next()]);
  seen.files = (await library.files.stat("/data/written")).size;
  seen.crash = await exports.crash().then(String, plainError);
  seen.crashed = await host.end(library);
  seen.report = lines.at(-1);
  await library.restart();
  seen.again = await library.exports.next();
  seen.quit = await library.exports.quit(5).then(String, plainError);
  seen.ended = await host.end(library);
  return seen;
}
