// Programs for WASI preview 1: a command (tests/go/wasip1) and a library (tests/go/wasip1-library). args: { mode, waits }: whether a program may sleep here, and suspends: whether
// the page goes on meanwhile; unshared: without shared memory.
const plain = (error) => ({ name: error?.name, code: error?.code, message: error?.message });

export default async function wasi(host) {
  const { mode, unshared } = host.args;
  if (unshared) delete globalThis.SharedArrayBuffer; // as in a page that is not isolated
  // The script-tag build has no functions for mounts: they are plain objects.
  const memory = (files) => host.mounts?.memory(files) ?? { kind: "memory", files };
  const readOnly = (mount) => host.mounts?.readOnly(mount) ?? { kind: "readOnly", mount };
  const worker = mode === "worker";
  /** A command's run to its end. In page mode `load` waits for that, and rejects where it crashes. */
  const run = async (args, options) => {
    const lines = [];
    const errors = [];
    try {
      const program = await host.load("wasip1", { mode, args, stdout: (line) => lines.push(line), stderr: (line) => errors.push(line), ...options });
      const exit = await program.exited;
      return { lines, errors, code: exit.code, reason: exit.reason, ...(exit.error && { error: plain(exit.error) }) };
    } catch (error) {
      return { lines, errors, rejected: plain(error) };
    }
  };
  const globals = () => Object.getOwnPropertyNames(globalThis);
  const before = globals();
  const seen = {};
  seen.plain = await run(["args", "env", "clock", "random", "stderr=to stderr", "a \"b\"", "größer"], { env: { B: "zwei = ü", A: "1", EMPTY: "" } });
  seen.exit = await run(["exit=7"]);
  seen.panic = await run(["panic=on purpose"]);
  seen.deadlock = await run(["deadlock"]);
  seen.files = await run(["files=/data", "files=/other"], { preopens: { "/data": {}, "/other": memory({}) } });
  seen.seeded = await run(["list=/seed", "read=/seed/deep/er", "read=/seed/link", "list=/fixed", "write=/fixed/new", "write=/fixed/constructor"], {
    preopens: { "/seed": { "a.txt": "a", "deep/er": "12345", ["__proto__"]: "own", link: { symlink: "deep/er" } }, "/fixed": readOnly(memory({ constructor: "c" })) },
  });
  seen.devices = await run(["list=/dev", "read=/dev/null", "write=/dev/null", "read=/dev/null"], { preopens: { "/dev": { null: { device: "null" }, zero: { device: "zero", mode: 0o600 } } } });
  seen.none = await run(["read=/etc/passwd", "list=/"]);
  seen.input = await run(["input"], { stdin: "x".repeat(300_000) });
  seen.lines = await run(["lines"], { stdin: "one\ntwo\nthree" });
  seen.output = (await run(["output=300000"])).lines.map((line) => line.length);
  seen.clean = [{}.polluted, Object.keys(Object.prototype), globals().filter((name) => !before.includes(name))];

  // Waiting.
  seen.sleep = await run(["sleep=30"]);
  const parts = ["first\nsec", "ond\n"];
  const stream = () => new ReadableStream({ async pull(controller) {
    await host.sleep(20);
    const part = parts[stream.at++];
    if (part === undefined) controller.close();
    else controller.enqueue(part);
  } });
  stream.at = 0;
  seen.stream = await run(["lines"], { stdin: stream() });

  // Ends from outside.
  if (worker || host.args.suspends) {
    const stop = new AbortController();
    seen.aborted = await run(["stderr=begins", "sleep=60000"], { signal: stop.signal, stderr: () => setTimeout(() => stop.abort(new Error("enough"))) });
  }

  if (host.urls.library) seen.library = await useLibrary(host);

  // What is refused.
  seen.refused = {
    files: await run([], { files: {} }),
    name: await run([], { preopens: { "": {} } }),
    folder: await run([], { preopens: { "/x": "text" } }),
  };
  return seen;
}

/** What a library does in its life. */
async function useLibrary(host) {
  const { mode, waits } = host.args;
  const worker = mode === "worker";
  const lines = [];
  const errors = [];
  const library = await host.load("library", { mode, args: ["to"], env: { WHO: "all" }, stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) });
  const { exports } = library;
  const seen = {
    status: library.status,
    names: Object.keys(exports).sort(),
    calls: [await exports.add(2, 40), await exports.half(5), String(await exports.wide(2n ** 40n)), await exports.next(), await exports.next()],
    sync: worker ? typeof library.sync : library.sync.add(1, 2),
    wrong: await exports.wide("no number").then(String, plain),
    unknown: await exports.none().then(String, plain),
  };
  await exports.say();
  if (waits) {
    // The second call waits for its turn, and both are answered.
    seen.waits = await Promise.all([exports.wait(20), exports.wait(1), exports.next()]);
  }
  seen.lines = lines;
  await exports.grow(32 << 20);
  seen.stats = ((stats) => [stats.memoryBytes > 32 << 20, stats.hostCalls > 0, stats.callbacks > 0])(await library.stats());
  seen.crash = await exports.crash().then(String, plain);
  seen.end = await host.end(library);
  seen.after = await exports.add(1, 1).then(String, plain);
  await library.restart();
  seen.again = [library.status, await library.exports.next()];
  seen.quit = await library.exports.quit(5).then(String, plain);
  seen.quitEnd = await host.end(library);
  await library.restart();
  library.terminate();
  seen.terminated = (await host.end(library)).reason;
  return seen;
}
