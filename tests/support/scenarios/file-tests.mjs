// Runs the tests of one of Go's packages on GOROOT's files by URL, with what they change in memory. args: { base, manifest, goroot, cwd, mode, skip? }.
export default async function fileTests(host) {
  const { overlay, url } = host.mounts;
  const { base, manifest, goroot, cwd, mode, skip } = host.args;
  const system = { "/etc/group": "root:x:0:\n", "/etc/hosts": "127.0.0.1 localhost\n", "/etc/passwd": "root:x:0:0::/:\n", "/usr/bin/": "" }; // what tests of os look at
  const files = { [goroot]: overlay(url(base, manifest)), ...system };
  const lines = [];
  const errors = [];
  const options = { mode, files, cwd, env: { GOROOT: goroot }, args: ["-test.v", "-test.run=^Test", ...(skip === undefined ? [] : [`-test.skip=^${skip}$`])], stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) };
  const program = await host.load("tests", options).catch((error) => Promise.reject(new Error([...lines.slice(-10), ...errors.slice(-10), String(error)].join("\n"))));
  return { lines, errors, end: await host.end(program) };
}
