// Mounts above others, and a server without a manifest. args: { mode, base, zip, tar }.
export default async function mounts(host) {
  const { mode, base } = host.args;
  const { overlay, readOnly, memory, zip, tar, url } = host.mounts;
  const seen = {};
  const refused = (promise) => promise.then(String, (error) => (typeof error === "string" ? error : { name: error.name, code: error.code, errno: error.errno }));
  const seven = { files: { "one.txt": 3, "deep/two.txt": 3 } };
  const lowers = {
    zip: zip(new Uint8Array(host.args.zip)),
    tar: tar(new Uint8Array(host.args.tar)),
    memory: memory({ "one.txt": "one", "deep/two.txt": "two" }),
    fixed: readOnly(memory({ "one.txt": "one", "deep/two.txt": "two" })),
    fixedZip: readOnly(zip(new Uint8Array(host.args.zip))),
    url: url(base, seven),
    fixedUrl: readOnly(url(base, seven)),
    again: overlay(url(base, seven)),
  };
  const files = Object.fromEntries(Object.entries(lowers).map(([name, lower]) => [`/${name}`, overlay(lower)]));
  const run = await host.run("files", { mode, args: ["serve"], files: { ...files, "/under": url(base, seven), "/open": url(base), "/mine": overlay(url(base)) } });
  const { files: api, exports } = run.program;
  seen.over = {};
  for (const name of Object.keys(lowers)) {
    const at = `/${name}`;
    const before = [await exports.readLater(`${at}/one.txt`), await exports.readLater(`${at}/deep/two.txt`)];
    const wrote = [await exports.write(`${at}/one.txt`, "changed"), await exports.write(`${at}/deep/new.txt`, "new")];
    await api.rename(`${at}/deep/two.txt`, `${at}/moved.txt`);
    await api.remove(`${at}/deep/new.txt`);
    seen.over[name] = [before, wrote, (await api.list(at, { recursive: true })).map(({ path, size, type }) => [path.slice(at.length), type === "file" && size]), await exports.readLater(`${at}/one.txt`), await exports.readLater(`${at}/moved.txt`)];
  }
  seen.under = [await exports.readLater("/under/one.txt"), await exports.readLater("/under/deep/two.txt")];

  // Nobody has said what there is.
  seen.open = [
    await refused(api.readFile("/open/none.txt", "utf8")),
    await exports.readLater("/open/one.txt"),
    await exports.readLater("/open/deep/two.txt"),
    await refused(exports.readLater("/open/deep/none.txt")),
    await refused(api.stat("/open/deep")).then(({ code }) => code),
    (await api.stat("/open/big.bin")).size,
    await exports.part("/open/big.bin", (2 << 20) + 5, 3),
    await exports.part("/open/plain.bin", (2 << 20) + 5, 3),
    await exports.readLater("/open/empty"),
    await exports.readLater("/open/ünï.txt"),
    await exports.readLater("/open/__proto__"),
    await refused(api.list("/open")),
    await refused(api.writeFile("/open/one.txt", "x")),
    await refused(api.readFile("/open/../open/../../none")),
  ];
  await api.writeFile("/mine/deep/two.txt", "mine");
  await api.writeFile("/mine/new.txt", "new");
  seen.mine = [await exports.readLater("/mine/one.txt"), await exports.readLater("/mine/deep/two.txt"), await exports.readLater("/open/deep/two.txt"), await exports.readLater("/mine/new.txt"), await refused(api.list("/mine"))];
  await Promise.resolve(exports.exit(0)).catch(() => {});
  await run.program.exited;
  // In worker mode the page goes on with what was fetched.
  seen.after = [await api.readFile("/open/one.txt", "utf8"), await api.readFile("/mine/deep/two.txt", "utf8"), (await refused(api.readFile("/open/later.txt", "utf8"))).code ?? "read"];
  // Standard streams are pipes; and one program's output may be another's input.
  seen.streams = (await host.run("files", { mode, args: ["streams"], files: {}, stdin: "some text" })).lines;
  const { readable, writable } = new TransformStream();
  const second = host.run("files", { mode, args: ["streams"], files: {}, stdin: readable });
  const first = await host.load("files", { mode, args: ["tree", "/dev"], files: {}, stdout: writable });
  await Promise.all([first.exited, (await second).program.exited]);
  seen.piped = (await second).lines;
  seen.clean = [{}.polluted ?? null, Object.keys(Object.prototype)];
  return seen;
}
