// Two programs of one module in one page, and what they see of each other.
const names = ["fs", "process", "path"];
const present = () => names.filter((name) => name in globalThis);

export default async function isolation(host) {
  const hadBefore = present();
  const globalsBefore = new Set(Reflect.ownKeys(globalThis));
  const a = await host.run("isolation", { args: ["A"], env: { WHO: "env A" } });
  const b = await host.run("isolation", { args: ["B"], env: { WHO: "env B" } });
  const [first, second] = [a.program.exports, b.program.exports];
  const both = async (name, ...args) => [await first[name](...args), await second[name](...args)];
  const refusal = (promise) => promise.then(String, (error) => error.code);
  const result = {};

  result.whoami = await both("whoami");
  result.kept = await both("kept");
  result.env = await both("env");
  result.own = [await first.AOnly(), await second.BOnly()];
  result.foreign = [await refusal(first.BOnly()), await refusal(second.AOnly())];
  result.listed = ["AOnly" in first, "BOnly" in first, "BOnly" in second, "AOnly" in second];
  await first.mark();
  result.marks = await second.marks();
  result.ownMarks = await first.marks();
  await first.say("hi");
  await second.say("ho");
  result.lines = [a.lines, b.lines];
  await first.setPageGlobal("for all");
  result.pageGlobal = [await second.pageGlobal(), globalThis.isolationPageGlobal];

  // Many at once, each waiting on timers of its own.
  result.waits = await Promise.all([first.wait(), second.wait(), first.wait(), second.wait()]);

  // The first one ends: the second does not notice.
  await first.exit(3);
  result.firstEnd = await host.end(a.program);
  const ticks = await second.ticks();
  for (let i = 0; (await second.ticks()) <= ticks; i++) {
    if (i > 1000) throw new Error("the second program's ticker stands still");
    await host.sleep(2);
  }
  result.secondGoesOn = [b.program.status, await second.whoami(), await second.wait(), await second.kept()];
  result.afterTheEnd = await refusal(first.whoami());
  result.otherStats = (await b.program.stats()).refs > 0;
  b.program.terminate();
  result.secondEnd = await host.end(b.program);
  result.shimsInPage = present().filter((name) => !hadBefore.includes(name));
  result.addedGlobals = Reflect.ownKeys(globalThis).filter((key) => !globalsBefore.has(key)).map(String).sort();
  result.uncaught = host.uncaught;
  return result;
}
