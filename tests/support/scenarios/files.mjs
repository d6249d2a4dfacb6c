// The option files and program.files, on tests/go/files. args: { base (of a server of serveRanges), zip, tar (bytes as arrays) }.
const refusal = (promise) =>
  promise.then(
    (value) => ({ resolved: String(value) }),
    ({ name, code, errno, path }) => ({ name, code, errno, path }),
  );

export default async function files(host) {
  const { memory, overlay, readOnly, tar, url, zip } = host.mounts;
  const { base } = host.args;
  const page = host.args.mode !== "worker";
  const seen = {};
  const run = async (args, options) => {
    const { program, lines, errors } = await host.run("files", { mode: host.args.mode, args, ...options });
    const { code, error } = await program.exited;
    return { program, lines, errors, code, error };
  };
  const globals = () => ["fs", "process", "path"].map((name) => name in globalThis);
  const before = globals();

  // What os, io/fs and path/filepath do.
  const all = await run(["all", "/goferry-files"], { files: { "/goferry-files/": "" } });
  seen.all = all.lines;

  // What a filesystem begins with.
  const tree = await run(["tree", "/"], {
    files: {
      "/text": "ünï",
      "/bytes": new Uint8Array([1, 2, 3]).subarray(1),
      "/buffer": new ArrayBuffer(5),
      "/blob": new Blob(["in a ", "blob"]),
      "/deep/er/file": { content: "x", mode: 0o600, modified: new Date(86400000) },
      "/link": { symlink: "deep/er/file" },
      "/empty/": { mode: 0o700 },
      "/mount": memory({ a: "a", "/b/c": "c", "__proto__": "own", [`__proto__`]: "computed", constructor: "k" }),
      "/fixed": readOnly(memory({ "kept.txt": "kept" })),
    },
  });
  seen.tree = tree.lines;
  seen.seeds = [await tree.program.files.readFile("/text", "utf8"), [...(await tree.program.files.readFile("/bytes"))], await tree.program.files.readFile("/blob", "utf8"), await tree.program.files.readFile("/link", "utf8")];
  const stat = await tree.program.files.stat("/deep/er/file");
  seen.stat = { ...stat, modified: stat.modified.getTime(), accessed: stat.accessed instanceof Date };
  seen.linkStat = (({ type, target, path, name }) => ({ type, target, path, name }))(await tree.program.files.stat("/link", { follow: false }));
  seen.clean = [{}.polluted, Object.keys(Object.prototype)];

  // Nobody waits: files are read and written while the page waits for a function of Go.
  const { program, lines } = await host.run("files", { mode: host.args.mode, args: ["serve"], files: { "/in": "from the page" } });
  const call = page ? program.sync : program.exports;
  seen.inside = [await call.read("/in"), await call.read("/none"), await call.write("/out", "from Go"), lines.slice()];
  seen.out = [await program.files.readFile("/out", "utf8"), (await program.files.stat("/out")).mode];
  await program.files.writeFile("/later", "written while it runs");
  seen.later = await call.read("/later");

  // program.files.
  const api = program.files;
  await api.mkdir("/notes/old");
  await api.mkdir("/notes/old");
  await api.writeFile("/notes/a.txt", "one\n");
  await api.writeFile("/notes/a.txt", new Uint8Array([116, 119, 111, 10]), { append: true });
  await api.writeFile("/notes/../notes/./b.bin", new Blob([new Uint8Array(300000).fill(7)]), { mode: 0o600 });
  seen.notes = [await api.readFile("/notes/a.txt", "utf8"), (await api.readFile("/notes/b.bin")).length, (await api.list("/notes")).map(({ path, type, size, mode }) => [path, type, type === "file" && size, mode])];
  await api.rename("/notes/a.txt", "/notes/old/c.txt");
  seen.recursive = (await api.list("/notes", { recursive: true })).map(({ path }) => path);
  seen.refused = [
    await refusal(api.readFile("/none")),
    await refusal(api.readFile("/notes")),
    await refusal(api.readFile("/out/x")),
    await refusal(api.writeFile("/none/x", "")),
    await refusal(api.remove("/notes")),
    await refusal(api.list("/out")),
    await refusal(api.mkdir("/out")),
    await refusal(api.readFile("relative")),
    await refusal(api.writeFile("/out", 7)),
    await refusal(api.rename("/notes", "/notes/old/x")),
  ];
  seen.exists = [await api.exists("/notes"), await api.exists("/none"), await api.exists("/out/x")];

  // Watching: what the page does, and what Go does.
  const changes = [];
  const stop = api.watch("/notes", (list) => changes.push(...list), { recursive: true });
  const others = [];
  const stopOthers = api.watch("/notes", (list) => others.push(...list));
  await api.writeFile("/notes/old/w", "1");
  await call.write("/notes/go", "by Go");
  await api.writeFile("/elsewhere", "not watched");
  await api.remove("/notes/old/w");
  await host.until(() => changes.length >= 3, "changes");
  stop();
  stopOthers();
  await api.writeFile("/notes/old/after", "");
  await host.sleep(20);
  seen.changes = [changes, others];

  await api.remove("/notes", { recursive: true });
  seen.removed = (await api.list("/")).map(({ path }) => path);

  // Mounts at run time.
  await api.mount("/zip", zip(new Uint8Array(host.args.zip)));
  seen.mounted = await call.read("/zip/folder/deflated.txt");
  seen.mountedList = (await api.list("/zip", { recursive: true })).map(({ path, type }) => [path, type]);
  await api.unmount("/zip");
  seen.unmounted = await refusal(api.readFile("/zip/folder/deflated.txt"));
  seen.usage = typeof (await api.usage()).bytes;
  const pending = call.exit(3);
  await Promise.resolve(pending).catch(() => {});
  const end = await program.exited;
  // After its end, its files are still there.
  seen.end = [end.code, await api.readFile("/out", "utf8"), program.files === api];
  await api.writeFile("/out", "after the end");
  seen.afterEnd = await api.readFile("/out", "utf8");

  // Again from the beginning.
  await program.restart();
  seen.restarted = [program.files === api, await program.files.exists("/out"), await program.files.readFile("/in", "utf8")];
  const restarted = program.files;
  program.terminate();
  seen.terminated = await refusal(restarted.readFile("/in", "utf8"));

  // Archives.
  const archives = await run(["tree", "/"], { files: { "/": zip(new Blob([new Uint8Array(host.args.zip)])), "/tar": tar(new Uint8Array(host.args.tar)), "/gz": tar(`${base}archive.tar.gz`) } });
  seen.archives = archives.lines;
  const progress = [];
  const blob = await archives.program.files.export("/", { onProgress: (at) => progress.push(at) });
  seen.export = [...new Uint8Array(await blob.arrayBuffer())];
  seen.exported = [blob.type, progress.length, progress.at(-1)];
  seen.exportAborted = await refusal(archives.program.files.export("/", { signal: AbortSignal.abort(new Error("enough")) }));
  const back = await run(["cat", "/folder/deflated.txt", "/tar/note"], { files: zip(blob) });
  seen.roundTrip = back.lines;

  // Files of a server.
  const manifest = { files: { "small.txt": 5, "big.bin": { size: 3 << 20 }, "plain.bin": { size: 3 << 20 }, "sub/ünï.txt": { size: 2, mode: 0o400, modified: 1e12 }, link: { symlink: "small.txt" }, "gone.txt": 4, "wrong.txt": 9 } };
  const served = await host.run("files", { mode: host.args.mode, args: ["serve"], files: { "/web": url(base, manifest), "/json": url(`${base}list.json`), "/over": overlay(url(base, manifest)) } });
  const web = served.program;
  seen.webList = (await web.files.list("/web", { recursive: true })).map(({ path, size, mode, type, target }) => [path, type, type === "file" && size, mode, target ?? ""]);
  seen.webRead = [await web.exports.readLater("/web/small.txt"), await web.exports.readLater("/web/small.txt"), await web.exports.readLater("/web/link"), await web.exports.readLater("/web/sub/ünï.txt")];
  seen.webPart = [await web.exports.part("/web/big.bin", (2 << 20) + 5, 3), await web.exports.part("/web/plain.bin", (2 << 20) + 5, 3)];
  seen.webTwice = (await Promise.all([web.files.readFile("/json/twice.txt", "utf8"), web.files.readFile("/json/twice.txt", "utf8")])).join();
  seen.webAgain = await web.exports.readLater("/json/twice.txt");
  const missing = await Promise.allSettled([web.exports.readLater("/web/gone.txt"), web.exports.readLater("/web/wrong.txt")]);
  seen.webMissing = missing.map(({ reason }) => String(reason));
  seen.webRefused = [await refusal(web.files.readFile("/web/gone.txt")), await refusal(web.files.writeFile("/web/small.txt", "x")), await refusal(web.files.remove("/web/small.txt"))];
  await web.files.writeFile("/over/small.txt", "mine");
  await web.files.writeFile("/over/new.txt", "new");
  seen.over = [await web.exports.readLater("/over/small.txt"), await web.exports.readLater("/web/small.txt"), await web.files.readFile("/over/new.txt", "utf8"), await web.exports.readLater("/over/sub/ünï.txt")];
  web.terminate();

  // Bounds.
  const full = await run(["write", "/a", "12345", "/b", "x".repeat(200000)], { files: {}, fileLimits: { bytes: 100000 } });
  seen.full = full.lines;
  seen.tooMuch = await refusal(run(["tree", "/"], { files: { "/big": new Uint8Array(200000) }, fileLimits: { bytes: 100000 } }));
  const open = await run(["write", "/open/kept.txt", "y", "/open/new", "z"], { files: { "/open": overlay(readOnly(memory({ "kept.txt": "kept" }))) } });
  seen.open = [...open.lines, await open.program.files.readFile("/open/kept.txt", "utf8")];
  seen.fixed = (await run(["write", "/fixed/kept.txt", "y", "/fixed/new", "z"], { files: { "/fixed": readOnly(memory({ "kept.txt": "kept" })) } })).lines;

  // Two programs have nothing in common.
  const [one, two] = await Promise.all(["1", "2"].map((value) => run(["write", "/same", value], { files: {} })));
  seen.two = [await one.program.files.readFile("/same", "utf8"), await two.program.files.readFile("/same", "utf8")];
  seen.globals = JSON.stringify(globals()) === JSON.stringify(before);
  const none = await run([], {});
  seen.none = (() => {
    try {
      return none.program.files;
    } catch ({ name, code }) {
      return { name, code };
    }
  })();
  return seen;
}
