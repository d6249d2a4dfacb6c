// The hostile paths, by a library for WASI from its preopen /box, and by a Go program in its own filesystem.
export default async function hostilePaths(host) {
  const { mounts, seeds, cases } = JSON.parse(host.args.json);
  const prototype = Object.getOwnPropertyNames(Object.prototype).join();
  const memory = (files) => host.mounts?.memory(files) ?? { kind: "memory", files };
  const readOnly = (mount) => host.mounts?.readOnly(mount) ?? { kind: "readOnly", mount };
  const given = Object.fromEntries(mounts.map(({ at, readOnly: fixed, files }) => [at, fixed ? readOnly(memory(files)) : memory(files)]));
  /** All that an attack must not change; the check itself is what reads it. */
  const plainInfo = ({ accessed, ...info }) => info;
  const outside = async ({ files }) => JSON.stringify([(await files.list("/")).map(({ name }) => name), (await files.list("/other")).map(plainInfo), plainInfo(await files.stat("/secret")), await files.readFile("/secret", "utf8"), await files.readFile("/other/file", "utf8")]);
  /** Whether the files are no longer what they were: a case that was refused has to have changed nothing, as those after it show. */
  const looks = new Set(["read", "opendir", "stat", "lstat", "readlink"]);
  const changed = (index, done) => index >= 0 && done && !looks.has(cases[index].split(" ")[0]);
  const seen = { beneath: [], plain: [], leaks: [] };

  const lines = [];
  const { "/box": box, ...others } = given;
  const library = await host.load("beneath", { args: [...seeds, ...cases], preopens: { "/box": box, ...others }, stdout: (line) => lines.push(line) });
  for (const index of cases.keys()) {
    if (changed(index - 1, seen.beneath.at(-1)?.startsWith("0 "))) await library.restart();
    const before = await outside(library);
    await library.exports.attack(index);
    seen.beneath.push(lines.splice(0).join("\n"));
    if ((await outside(library)) !== before) seen.leaks.push(index);
  }
  library.terminate();

  // One filesystem: only for WASI is /box a mount.
  const whole = { ...others, "/": memory(Object.fromEntries(mounts.flatMap(({ at, files }) => (at === "/" || at === "/box" ? Object.entries(files).map(([path, file]) => [`${at}/${path}`, file]) : [])))) };
  const program = await host.load("plain", { args: cases, files: whole, cwd: "/box", ready: ["attack"] });
  for (const index of cases.keys()) {
    if (changed(index - 1, seen.plain.at(-1) === "ok")) {
      await program.restart();
      await program.exported("attack");
    }
    seen.plain.push(await program.exports.attack(index));
  }
  program.terminate();
  seen.prototypes = [{}.polluted, Object.keys({}), Object.getOwnPropertyNames(Object.prototype).join() === prototype];
  return seen;
}
