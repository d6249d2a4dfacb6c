// program.files of a program for WASI (tests/go/wasip1-files). args: { mode, waits }: whether it can wait for a line while the page goes on;
// reads: whether it can wait for a stream at all.
export default async function wasiFiles(host) {
  const { mode, waits, reads } = host.args;
  const memory = (files) => host.mounts?.memory(files) ?? { kind: "memory", files };
  const readOnly = (mount) => host.mounts?.readOnly(mount) ?? { kind: "readOnly", mount };
  const overlay = (lower) => host.mounts?.overlay(lower) ?? { kind: "overlay", lower };
  const seen = {};
  const lines = [];
  const both = memory({ "one.txt": "one" });
  const preopens = () => ({ "/data": memory({ "in.txt": "from the page" }), "/fixed": readOnly(memory({ constructor: "c" })), "/over": overlay(readOnly(memory({ below: "b" }))), notes: both, "/notes": both });
  const refused = (promise) => promise.then(String, ({ name, code, errno }) => ({ name, code, errno }));
  const tree = async ({ files }) => (await files.list("/", { recursive: true })).map(({ path, type, size }) => [path, type, size]);

  // A command, and what it has left.
  const script = ["read /data/in.txt", "mkdir /data/deep", "write /data/deep/out.txt written by Go", "rename /data/in.txt /data/moved.txt", "write /notes/two.txt two", "list /notes", "write /over/below new", "write /fixed/x y", "list /"];
  const program = await host.load("files", { mode, preopens: preopens(), stdin: `${script.join("\n")}\n`, stdout: (line) => lines.push(line) });
  await program.exited;
  seen.lines = lines.splice(0);
  seen.tree = await tree(program);
  seen.read = [await program.files.readFile("/data/deep/out.txt", "utf8"), await program.files.readFile("/over/below", "utf8"), await program.files.readFile("/notes/two.txt", "utf8")];
  await program.files.writeFile("/data/late.txt", "after the end");
  seen.late = await program.files.readFile("/data/late.txt", "utf8");
  seen.outside = [await refused(program.files.writeFile("/elsewhere", "x")), await refused(program.files.writeFile("/fixed/x", "y")), await refused(program.files.readFile("/none"))];

  // The root as a preopen, limits, a restart with new files.
  const small = await host.load("files", { mode, preopens: { "/": { "a/b": "b" }, "/sub": {} }, fileLimits: { bytes: 70000 }, stdin: "write /a/c c\nwrite /sub/s s\nlist /\n", stdout: (line) => lines.push(line) });
  await small.exited;
  seen.small = [lines.splice(0), await tree(small), (await refused(small.files.writeFile("/big", "x".repeat(100000)))).code];
  await small.restart();
  await small.exited;
  seen.again = [lines.splice(0).length, (await tree(small)).length];
  seen.twice = await refused(host.load("files", { mode, preopens: { "/data": {}, "data/": {} } }));
  const none = await host.load("files", { mode, stdin: "list /\n", stdout: (line) => lines.push(line) });
  await none.exited;
  seen.none = [lines.splice(0).length, await tree(none)];

  // One program's output is another's input; its end is the other's.
  if (reads) {
    const { readable, writable } = new TransformStream();
    const second = host.load("files", { mode, stdin: readable, stdout: (line) => lines.push(line) }).then((program) => program.exited);
    const first = await host.load("files", { mode, stdin: "one\ntwo\n", stdout: writable });
    await first.exited;
    const { code } = await second;
    seen.pipe = [code, lines.splice(0)];
  }

  // While it waits for the next line: in page mode `load` resolves at its end, so only a worker's can be asked then.
  if (mode === "worker" && waits) {
    let controller;
    const encoder = new TextEncoder();
    const stdin = new ReadableStream({ start: (given) => void (controller = given) });
    let heard = () => {};
    const running = await host.load("files", { mode, preopens: { "/data": {} }, stdin, stdout: (line) => (lines.push(line), heard()) });
    const say = async (text) => {
      const answered = new Promise((resolve) => (heard = resolve));
      controller.enqueue(encoder.encode(`${text}\n`));
      await answered;
    };
    const changes = [];
    let changed = () => {};
    const stop = running.files.watch("/data", (some) => (changes.push(...some.map(({ path, type }) => `${type} ${path}`)), changed()), { recursive: true });
    const told = (until) => new Promise((resolve) => (changed = () => changes.includes(until) && resolve())).then(() => changes.splice(0));
    await running.files.writeFile("/data/page.txt", "from the page");
    await say("read /data/page.txt");
    changes.splice(0);
    seen.watched = [];
    for (const [line, until] of [["write /data/go.txt one", "changed /data/go.txt"], ["append /data/go.txt  two", "changed /data/go.txt"], ["mkdir /data/d", "changed /data/d"], ["rename /data/go.txt /data/d/../d/there", "changed /data/d/there"], ["remove /data/d/there", "removed /data/d/there"]]) {
      const telling = told(until);
      await say(line);
      seen.watched.push(await telling);
    }
    stop();
    seen.during = (await running.files.list("/data")).map(({ name }) => name);
    await running.files.remove("/data/page.txt");
    await say("list /data");
    await say("stdin");
    controller.close();
    await running.exited;
    seen.running = lines.splice(0);
    seen.unwatched = changes;
  }
  return seen;
}
