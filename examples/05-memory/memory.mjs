// The page's half: asks program.stats() four times a second, writes
// the figures and draws them. The gallery's build bundles this file
// and what it imports into memory.js and memory.css.
import { createFigure } from "./figure.mjs";

const SECONDS = 60; // that are shown
const ferry = document.querySelector("go-ferry");
const part = (id) => document.getElementById(id);
const whole = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });
const compact = new Intl.NumberFormat("en", { notation: "compact" });
const mebibytes = (bytes) => `${(bytes / 2 ** 20).toFixed(1)}\u00a0MiB`;
const calmer = matchMedia("(prefers-reduced-motion: reduce)");

/** Between two marks at the axis of a size: 1, 2, 4 … MiB. */
const binarySteps = Array.from({ length: 12 }, (_, i) => 2 ** (20 + i));

/** What is shown of a sample: its key, its name, the text of a value and of a mark at the axis. */
const FIGURES = [
  { key: "wrappers", label: "Wrappers", hint: "functions of Go", text: whole.format, mark: compact.format },
  { key: "refs", label: "Refs", hint: "JavaScript values", text: whole.format, mark: compact.format },
  { key: "memoryBytes", label: "Go memory", hint: "never shrinks", text: mebibytes, mark: (bytes) => `${bytes / 2 ** 20} MiB`, steps: binarySteps },
  { key: "callRate", label: "Host calls", hint: "from Go to the page", text: (n) => `${whole.format(n)}/s`, mark: compact.format },
].map((what) => ({ ...what, ...createFigure(part("figures"), what, SECONDS) }));

const samples = [];

/** Takes one sample. Does not enter Go. */
async function sample() {
  const { program } = ferry;
  if (program?.status !== "running") return;
  const stats = await program.stats();
  const time = performance.now() / 1000;
  const last = samples.at(-1);
  const callRate = last ? (stats.hostCalls - last.hostCalls) / (time - last.time) : 0;
  samples.push({ ...stats, time, callRate });
  while (samples[1]?.time < time - SECONDS) samples.shift(); // one stays beyond the edge, for the line to come from
  const times = samples.map((each) => each.time - time);
  for (const { key, show } of FIGURES) show(times, samples.map((each) => each[key]));
}

let timer;
function run(on) {
  clearInterval(timer);
  timer = on ? setInterval(sample, calmer.matches ? 1000 : 250) : undefined;
  part("pause").textContent = on ? "Pause" : "Resume";
  if (on) sample();
}

/** Has Go do something, and tells what it holds afterwards. */
function act(id, what) {
  part(id).addEventListener("click", async () => {
    try {
      const { functions, values, heapBytes } = await ferry.program.exports[id](1000);
      const holds = `${whole.format(functions)} functions and ${whole.format(values)} values`;
      part("result").textContent = `${what} Go holds ${holds}; ${mebibytes(heapBytes)} of its memory is in use.`;
    } catch (error) {
      part("result").textContent = `That failed: ${error.message}`;
    }
    if (timer) sample();
  });
}

act("leak", "Made 1,000 functions and released none.");
act("keep", "Made 1,000 objects and kept them.");
act("collect", "Collected what nothing refers to.");
act("release", "Released, forgot and collected.");
part("pause").addEventListener("click", () => run(!timer));
calmer.addEventListener("change", () => timer && run(true));

ferry.ready.then(() => {
  for (const button of document.querySelectorAll("button")) button.disabled = false;
  run(true);
});
