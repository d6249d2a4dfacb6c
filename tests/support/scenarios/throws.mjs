// A getter throws 100,000 times in a row out of a callback with no Go frame beneath; afterwards everything still works.
export default async function throws(host) {
  const hooks = globalThis.makeHooks("throwHooks");
  const { program } = await host.run("ends", { args: ["callback", "getter", "throwHooks"], imports: { ends: { throw() {} } } });
  let caught = 0;
  for (let i = 0; i < 100_000; i++) {
    try {
      hooks.trigger();
    } catch (error) {
      if (error instanceof Error && error.message === "thrown by a getter") caught++;
    }
  }
  const before = hooks.ticks();
  await host.until(() => hooks.ticks() > before + 5, "ticks after the throws");
  const greeting = hooks.greet("you");
  const status = program.status;
  hooks.stop();
  return { caught, greeting, status, end: await host.end(program) };
}
