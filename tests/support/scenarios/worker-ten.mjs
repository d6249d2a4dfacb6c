// Ten programs at once, each in a worker of its own: none sees another, and all compute at the same time as the page goes on.
import { watchWorkers } from "./worker.mjs";

export default async function ten(host) {
  const left = watchWorkers();
  const runs = await Promise.all(Array.from({ length: 10 }, () => host.run("worker", { mode: "worker" })));
  const results = await Promise.all(runs.map(async ({ program: { exports } }, i) => {
    for (let n = 0; n < i; n++) await exports.count();
    await exports.say(`I am ${i}`);
    return [await exports.count(), await exports.twice((n) => n + i, 0)];
  }));
  await runs[3].program.exports.exit(3);
  runs[4].program.terminate();
  const ends = await Promise.all([runs[3], runs[4]].map(({ program }) => host.end(program)));
  const others = await Promise.all(runs.filter((_, i) => i !== 3 && i !== 4).map(({ program }) => program.exports.count()));
  for (const { program } of runs) program.terminate();
  return { results, said: runs.map(({ lines }) => lines), ends: ends.map(({ reason }) => reason), others, left: [left.workers(), left.blobs()] };
}
