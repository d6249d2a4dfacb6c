// Many calls of every kind: what Go and the host hold afterwards is what they held before.
export default async function ferryLeak(host) {
  const { program } = await host.run("ferry");
  const x = program.exports;
  const bytes = new Uint8Array(10_000);
  const round = async (times) => {
    for (let i = 0; i < times; i++) {
      const abort = new AbortController();
      await Promise.all([
        x.greet(`caller ${i}`),
        x.any({ list: [i, "x"] }),
        x.bytes(bytes),
        x.raw({ i }),
        x.apply((n, text) => `${n} ${text} ${i}`),
        x.apply(() => Promise.reject(new Error(`${i}`))).catch(() => {}),
        x.await(i % 2 ? Promise.resolve({ i }) : i),
        x.fails("text").catch(() => {}),
        x.panics("text").catch(() => {}),
        x.add(1).catch(() => {}),
        x.keeps(abort.signal),
      ]);
      const waiting = x.waits(abort.signal);
      abort.abort();
      await waiting.catch(() => {});
    }
    await x.collect();
    return program.stats();
  };
  const before = await round(20);
  const after = await round(300);
  program.terminate();
  return { before, after };
}
