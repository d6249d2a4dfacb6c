// Runs one WASI program to its end. args: the options of load, and the files of its one folder.
export default async function wasiTour(host) {
  const { files, ...options } = host.args;
  const lines = [];
  const errors = [];
  const program = await host.load("tour", { ...options, preopens: { "/data": files }, stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) });
  const { code, reason } = await program.exited;
  return { lines, errors, code, reason };
}
