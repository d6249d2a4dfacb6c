// Runs the values program: either all its cases, or one of those that may end it. Returns its lines and what ended it.
import { rootCause } from "../scenario-host.mjs";

export default async function values(host) {
  const lines = [];
  const errors = [];
  let program;
  try {
    program = await host.load("values", { args: host.args, stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) });
  } catch (error) {
    return { lines, errors, ended: `rejected ${rootCause(error)}` };
  }
  let ended;
  program.exited.then(({ code, error }) => { ended = error ? `crashed ${code} ${error.code}` : `exited ${code}`; });
  await host.until(() => ended !== undefined || host.uncaught.length > 0, "the program's end");
  const [uncaught] = host.uncaught;
  if (uncaught) ended = uncaught.thrown === undefined ? `uncaught ${uncaught.name}: ${uncaught.message}` : `uncaught ${uncaught.thrown}`;
  return { lines, errors, ended, status: program.status };
}
