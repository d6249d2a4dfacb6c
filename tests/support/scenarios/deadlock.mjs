// Two programs in which every goroutine sleeps for ever. In Node the event loop then runs empty, and Go prints its dump; a page only hears of it.
export default async function deadlock(host) {
  const asleep = [await host.run("sleeper"), await host.run("sleeper")];
  await host.untilOr(3000, () => host.console.warn.filter((text) => text.includes("asleep")).length >= asleep.length);
  await host.sleep(20); // once means once
  const warnings = host.console.warn.filter((text) => text.includes("asleep"));
  const before = asleep.map(({ program }) => program.status);
  if (host.args?.page) return { warnings, before };
  const ends = [];
  for (const { program } of asleep) ends.push(await host.end(program)); // nothing keeps this process alive meanwhile
  return { warnings, before, ends, dumps: asleep.map(({ errors }) => errors.join("\n")) };
}
