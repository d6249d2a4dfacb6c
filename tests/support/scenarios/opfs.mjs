// Files that stay, on tests/go/store. args: { phase, mode, asks }: "write" and, on a page loaded after it, "again"; `asks`: the browser
// asks its user whether files are to persist, and nobody answers.
const refusal = (promise) =>
  promise.then(
    () => "resolved",
    ({ name, code, message }) => ({ name, code, message }),
  );

export default async function opfs(host) {
  const { phase, mode } = host.args;
  const { opfs: store, memory, overlay, readOnly } = host.mounts;
  const run = async (args, mount, options) => {
    const { program, lines, errors } = await host.run("store", { mode, args, files: { "/s": mount }, ...options });
    const { code } = await program.exited;
    return { program, lines, errors, code };
  };
  const serve = (name, options) => host.load("store", { mode, args: ["serve", "/s"], files: { "/s": store(name) }, ...options });
  const seen = {};

  if (phase === "write") {
    seen.expected = (await run(["both", "/s"], memory())).lines;
    const written = await run(["write", "/s"], store("one"));
    seen.written = [written.lines, written.errors, written.code];
    // The program has ended: its store is another's.
    const { files } = written.program;
    seen.after = [(await files.list("/s")).length > 5, await refusal(files.readFile("/s/hard")), await refusal(files.writeFile("/s/x", ""))];
    seen.show = (await run(["show", "/s"], store("one"))).lines;
    const usage = await files.usage();
    seen.usage = [typeof usage.storage?.bytes, typeof usage.storage?.quota];
    seen.persist = host.args.asks ? "boolean" : typeof (await files.persist());

    // The page's own files, in a store of another name; and read-only, and below an overlay.
    const program = await serve("two.*/ü");
    await program.files.writeFile("/s/from-the-page", "kept");
    await program.files.mkdir("/s/a/b");
    await program.files.mount("/more", store("three"));
    await program.files.writeFile("/more/x", "in three");
    await program.files.unmount("/more");
    seen.go = await program.exports.read("from-the-page");
    seen.large = await program.exports.write("large", "0123456789".repeat(200000));
    // What nobody syncs is written all the same, a little later; and what is being written when the program is ended may be lost.
    await program.files.remove("/s/a/b");
    await host.sleep(500);
    program.terminate();
    const again = await serve("two.*/ü");
    seen.again = [await again.exports.read("from-the-page"), (await again.files.list("/s")).map(({ path }) => path), (await again.exports.read("large")).length];
    again.terminate();
    const fixed = await run(["show", "/s"], readOnly(store("one")));
    const above = await host.load("store", { mode, args: ["serve", "/s"], files: { "/s": overlay(store("one")), "/t": store("three") } });
    seen.above = [await above.exports.write("hard", "above"), await above.exports.read("hard"), await above.exports.read("soft"), await above.files.readFile("/t/x", "utf8")];
    above.terminate();
    seen.below = [fixed.lines, (await run(["show", "/s"], store("one"))).lines];
  }

  if (phase === "again") {
    seen.show = (await run(["show", "/s"], store("one"))).lines;
    // Another page has it, then another program does; the one that is terminated lets go of it.
    const first = await serve("one");
    await first.exports.write("mine", "of the first");
    const frame = document.createElement("iframe");
    frame.src = "/tests/browser/pages/blank.html";
    await new Promise((resolve) => ((frame.onload = resolve), document.body.append(frame)));
    const source = `
      import { load } from "/dist/index.js";
      import { opfs } from "/dist/files.js";
      load(${JSON.stringify(new URL(host.urls.store, location.href).href)}, { mode: ${JSON.stringify(mode)}, files: { "/s": opfs("one") } }).then(() => parent.postMessage("resolved"), ({ code }) => parent.postMessage(code));`;
    const told = new Promise((resolve) => addEventListener("message", ({ data }) => typeof data === "string" && resolve(data)));
    const script = frame.contentDocument.createElement("script");
    Object.assign(script, { type: "module", textContent: source });
    frame.contentDocument.head.append(script);
    seen.second = [await told, await refusal(serve("one")), await first.exports.read("mine")];
    frame.remove();
    first.terminate();
    const next = await serve("one");
    seen.next = await next.exports.read("mine");
    seen.restarted = await (async () => {
      const before = next.status;
      await next.restart();
      return [before, await next.exports.read("mine")];
    })();
    next.terminate();

    // A journal that is none of ours.
    const root = await navigator.storage.getDirectory();
    const folder = await (await root.getDirectoryHandle("goferry")).getDirectoryHandle("broken", { create: true });
    const bytes = new Uint8Array(24);
    bytes.set([71, 70, 74, 49, 2, 0, 0, 0, 1]);
    new DataView(bytes.buffer).setUint32(16, crc32(bytes.subarray(0, 16)), true);
    const writable = await (await folder.getFileHandle("journal-a", { create: true })).createWritable();
    await writable.write(bytes);
    await writable.close();
    seen.broken = await refusal(serve("broken"));
    seen.empty = await refusal(serve(""));
  }
  return seen;
}

function crc32(bytes) {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}
