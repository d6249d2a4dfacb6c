// A store in an origin that may have 8 MiB: on tests/go/store. args: { mode }.
export default async function quota(host) {
  const { mode } = host.args;
  const serve = () => host.load("store", { mode, args: ["serve", "/s"], files: { "/s": host.mounts.opfs("small") } });
  const first = await serve();
  const seen = [await first.exports.write("kept", "kept"), await first.exports.fill("big"), await first.exports.read("kept")];
  seen.push(await first.files.writeFile("/s/more", new Uint8Array(16 << 20)).then(() => "written", ({ code, errno }) => [code, errno]));
  seen.push((await first.files.usage()).storage.quota);
  await first.files.remove("/s/more");
  seen.push(await first.exports.remove("big"), await first.exports.write("small", "fits again"));
  first.terminate();
  const next = await serve();
  seen.push(await next.exports.read("kept"), JSON.stringify(await next.exports.read("small")), (await next.files.list("/s")).map(({ name }) => name));
  next.terminate();
  return seen;
}
