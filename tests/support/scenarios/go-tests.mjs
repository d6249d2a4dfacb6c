// Runs Go tests: Go's own of syscall/js, whose host functions come through the option `imports`, as a user's own would. args: the option `files`.
export default async function goTests(host) {
  const imports = ({ exports }) => ({
    _gotest: {
      add: (a, b) => a + b,
      callExport(a, b) {
        exports.testExport0();
        return exports.testExport(a, b);
      },
    },
  });
  const lines = [];
  const errors = [];
  const keep = (list) => (line) => list.push(line);
  const program = await host.load("tests", { args: ["-test.v"], imports, ...(host.args && { files: host.args }), stdout: keep(lines), stderr: keep(errors) });
  return { lines, errors, end: await host.end(program) };
}
