// Has the leak program make and drop references, and tells what stats() says before and after each kind. args: { kind: count }.
export default async function leak(host) {
  const { program } = await host.run("leak");
  const { exports } = program;
  const settled = async () => {
    await exports.leakCollect();
    const { refs, wrappers } = await program.stats();
    return { refs, wrappers };
  };
  // The first use of each kind makes what stays: interned names, Go's own tables.
  for (const kind of Object.keys(host.args)) await exports[kind](100);
  const before = await settled();
  const after = {};
  const answers = {};
  for (const [kind, count] of Object.entries(host.args)) {
    answers[kind] = await exports[kind](count);
    after[kind] = await settled();
  }
  const { hostCalls, callbacks, memoryBytes } = await program.stats();
  program.terminate();
  return { before, after, answers, hostCalls, callbacks, memoryBytes, end: await host.end(program) };
}
