// Runs the tests of one of Go's packages on GOROOT's files by URL, with what they change in memory. args: { base, manifest, goroot, cwd, mode, args, os?, skip? }.
export default async function fileTests(host) {
  const { memory, overlay, url } = host.mounts;
  const { base, manifest, goroot, cwd, mode, os = "js", skip } = host.args;
  const system = { "/etc/group": "root:x:0:\n", "/etc/hosts": "127.0.0.1 localhost\n", "/etc/passwd": "root:x:0:0::/:\n", "/usr/bin/": "" }; // what tests of os look at
  const files = { [goroot]: overlay(url(base, manifest)) };
  const env = { GOROOT: goroot };
  const place =
    os === "js" ? { files: { ...files, ...system }, cwd, env } : { preopens: { "/": memory({ ...system, "/tmp/": { mode: 0o1777 }, "/dev/null": { device: "null" }, "/dev/zero": { device: "zero" } }), ...files }, env: { ...env, PWD: cwd, TMPDIR: "/tmp" } };
  const lines = [];
  const errors = [];
  const args = [...host.args.args, ...(skip === undefined ? [] : [`-test.skip=^(${skip})$`])];
  const program = await host.load("tests", { mode, ...place, args, stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) }).catch((error) => Promise.reject(new Error([...lines.slice(-10), ...errors.slice(-10), String(error)].join("\n"))));
  return { lines, errors, end: await host.end(program) };
}
