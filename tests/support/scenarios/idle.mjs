// What wakes the page and the worker while a channel is open, used, and then not used. tests/support/count-wakes.js runs on both sides.
export default async function run({ load, args: { transport, imports, ms } }) {
  const program = await load("channels", { mode: "worker", transport, imports });
  const channel = new BroadcastChannel("wakes");
  const look = async () => {
    const worker = await new Promise((resolve) => {
      channel.onmessage = ({ data }) => resolve(data);
      channel.postMessage("how many?");
    });
    return { page: { ...globalThis.wakes }, worker };
  };
  const pause = (time) => new Promise((resolve) => void setTimeout(resolve, time));
  const echo = program.channel("echo");
  const answers = echo[Symbol.asyncIterator]();
  const first = await look();
  for (let i = 0; i < 20; i++) {
    await echo.send(new Uint8Array(64));
    await answers.next();
  }
  answers.next().catch(() => {}); // somebody waits on both sides, until the program is ended
  await pause(200); // whoever looks for more before it sleeps has stopped by now
  const before = await look();
  await pause(ms);
  const after = await look();
  channel.close();
  const used = since(first, before);
  const idle = since(before, after);
  program.terminate();
  const own = 1; // the timer of pause(), in the page
  idle.page.timers -= own;
  return { used: sum(used.page) + sum(used.worker) - own, idle };
}

const less = (a, b) => Object.fromEntries(Object.keys(a).map((name) => [name, b[name] - a[name]]));
const since = (a, b) => ({ page: less(a.page, b.page), worker: less(a.worker, b.worker) });
const sum = (counts) => Object.values(counts).reduce((a, b) => a + b, 0);
