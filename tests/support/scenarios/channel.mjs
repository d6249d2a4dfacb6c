// Channels at length: an echo of many messages, frames drawn in place, two programs connected.
export default async function run({ load, connect, args: { transport, messages } }) {
  const options = transport === "local" ? {} : { mode: "worker", transport };
  const program = await load("channels", options);
  const control = program.channel("control", { codec: "text" });
  const answers = control[Symbol.asyncIterator]();
  const command = async (text) => {
    await control.send(text);
    return (await answers.next()).value;
  };

  const echo = program.channel("echo");
  await echo.opened;
  let received = 0;
  let wrong = 0;
  let sum = 0;
  const sending = (async () => {
    for (let i = 0; i < messages; i++) {
      const message = new Uint8Array(8 + (i % 57));
      new DataView(message.buffer).setUint32(0, i);
      await echo.send(message);
    }
  })();
  for await (const message of echo) {
    const number = new DataView(message.buffer).getUint32(0);
    if (number !== received || message.length !== 8 + (received % 57)) wrong++;
    sum += number;
    if (++received === messages) break;
  }
  await sending;

  await command("frames");
  const frames = { last: 0, torn: 0 };
  for await (const frame of program.channel("frames", { views: true })) {
    const number = frame.value[0];
    if (number <= frames.last) frames.torn++;
    frames.last = number;
    await new Promise((resolve) => requestAnimationFrame(resolve)); // Go goes on meanwhile
    if (!frame.value.every((byte) => byte === number)) frames.torn++;
    frame.release();
  }

  const other = await load("channels", options);
  await other.channel("control", { codec: "text" }).send("sum");
  await command("count 2000");
  connect(program.channel("count"), other.channel("sum"));
  let connected = 0;
  for await (const { count } of other.channel("sum-result", { codec: "json" })) connected = count;
  other.terminate();

  const waiting = echo[Symbol.asyncIterator]().next();
  program.terminate();
  const after = await waiting.then(() => "no error", ({ name, code }) => `${name} ${code}`);
  return { transport: program.transport, isolated: crossOriginIsolated, received, wrong, sum, frames, connected, after };
}
