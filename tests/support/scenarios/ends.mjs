// Ends programs in many ways, one after another, while a neighbour in the same page goes on. args: [[place, kind], …] of tests/go/ends.
import { plainError } from "../scenario-host.mjs";

export default async function ends(host) {
  const hooks = globalThis.makeHooks("neighbourHooks");
  const neighbour = await host.run("ends", { args: ["neighbour", "-", "neighbourHooks"], imports });
  const outcomes = {};
  for (const [place, kind] of host.args) outcomes[`${place} ${kind}`] = await one(host, place, kind, hooks, neighbour.program);
  hooks.stop();
  return { outcomes, neighbour: await host.end(neighbour.program) };
}

const imports = { ends: { throw() { throw new Error("thrown by an import"); } } };
let count = 0;

async function one(host, place, kind, neighbour, neighbourProgram) {
  const name = `endHooks${++count}`;
  const hooks = globalThis.makeHooks(name);
  const outcome = { lines: [], errors: [] };
  host.uncaught.length = 0;
  let program;
  try {
    program = await host.load("ends", {
      args: [place, kind, name],
      stdout: (line) => outcome.lines.push(line),
      stderr: (line) => outcome.errors.push(line),
      imports,
    });
  } catch (error) {
    outcome.rejected = plainError(error);
  }
  hooks.loaded = true;
  if (hooks.trigger) {
    try {
      outcome.returned = String(hooks.trigger());
    } catch (error) {
      outcome.thrown = plainError(error);
    }
  }
  if (program) {
    // What ends by itself later does so when the machine comes to it; what goes on is looked at soon.
    await host.untilOr(place === "yielded" ? 20_000 : 60, () => program.status !== "running" || host.uncaught.length > 0);
    outcome.status = program.status;
    if (program.status !== "running") outcome.end = await host.end(program);
    else if (hooks.ticks) outcome.goesOn = await goesOn(host, hooks);
  }
  if (hooks.trigger && program.status !== "running") outcome.after = await callsAfterTheEnd(host, hooks.trigger);
  outcome.uncaught = host.uncaught.splice(0);
  outcome.neighbour = { ...(await goesOn(host, neighbour)), status: neighbourProgram.status };
  if (program?.status === "running") program.terminate();
  return outcome;
}

/** Whether a program's ticker still ticks, and its functions still answer. */
async function goesOn(host, hooks) {
  const before = hooks.ticks();
  await host.until(() => hooks.ticks() > before + 1, "ticks");
  return { ticks: true, greeting: hooks.greet("you") };
}

async function callsAfterTheEnd(host, trigger) {
  const after = { warnings: 0 };
  const warned = host.console.warn.length;
  const attempt = (call) => {
    try {
      return `returned ${String(call())}`;
    } catch (error) {
      return plainError(error);
    }
  };
  after.direct = attempt(() => trigger());
  after.method = attempt(() => ({ trigger }).trigger(1, 2));
  const target = new EventTarget();
  target.addEventListener("ping", trigger);
  for (let i = 0; i < 3; i++) target.dispatchEvent(new Event("ping"));
  setTimeout(trigger, 0);
  setTimeout(trigger, 1);
  await host.sleep(30);
  after.warnings = host.console.warn.length - warned;
  return after;
}
