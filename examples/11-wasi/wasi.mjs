// A terminal in which one runs commands: each starts the Go program
// anew, in a worker, with arguments, input and a folder. The gallery's
// build bundles this file and what it imports into wasi.js.
import { FitAddon } from "@xterm/addon-fit";
import { Terminal } from "@xterm/xterm";
import "@xterm/xterm/css/xterm.css";
import { add } from "./folder.mjs";
import { LineEditor } from "./line-editor.mjs";
import { Shell } from "./shell.mjs";
import { themeNow } from "./theme.mjs";

const part = (id) => document.getElementById(id);
const say = (text) => (part("status").textContent = text);
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 0 });

/** For the gallery that this page may be a part of. */
const tell = (type, detail) =>
  document.dispatchEvent(new CustomEvent(type, { detail }));

const terminal = new Terminal({
  allowTransparency: true,
  convertEol: true,
  cursorBlink: matchMedia("(prefers-reduced-motion: no-preference)").matches,
  fontFamily: getComputedStyle(document.body).getPropertyValue("--mono"),
  fontSize: 13,
  lineHeight: 1.25,
  screenReaderMode: true,
  theme: themeNow(),
});
document.addEventListener("themechange", () => {
  terminal.options.theme = themeNow();
});
const fit = new FitAddon();
terminal.loadAddon(fit);
terminal.open(part("terminal"));
new ResizeObserver(() => fit.fit()).observe(part("terminal"));

const editor = new LineEditor(terminal);

compile("main.wasm").then(serve, (error) => {
  say("");
  part("problem").textContent =
    `The Go program could not be loaded: ${error.message}`;
  tell("error", error);
});

/** Once, for all the runs. */
async function compile(address) {
  const response = await fetch(address);
  if (!response.ok) throw new Error(`the server answered ${response.status}`);
  return WebAssembly.compileStreaming(response);
}

/** Resolves when it is on the screen. */
function show(output) {
  editor.interrupted();
  return new Promise((done) => terminal.write(output, done));
}

async function serve(module) {
  const shell = new Shell(module, show);
  let running; // the AbortController of what is under way
  editor.onStop = () => running?.abort();
  ready();

  const first = "tree";
  editor.type(`${first}\r`);
  for (;;) {
    const line = await editor.read(shell.prompt, shell.complete);
    if (!line?.trim()) continue;
    running = new AbortController();
    part("stop").disabled = part("end").disabled = false;
    say("Running…");
    await run(shell, line, running.signal);
    running = undefined;
    part("stop").disabled = part("end").disabled = true;
  }
}

function ready() {
  for (const button of part("try").querySelectorAll("button")) {
    button.addEventListener("click", () => {
      editor.type(`\x15${button.textContent}\r`);
      terminal.focus();
    });
  }
  // Ctrl and a letter are hard to come by on a phone.
  for (const [id, key] of [["stop", "\x03"], ["end", "\x04"]]) {
    part(id).addEventListener("click", () => {
      editor.type(key);
      terminal.focus();
    });
  }
  part("add").disabled = false;
  part("add").addEventListener("change", ({ target }) => {
    const files = [...target.files];
    target.value = ""; // the same ones may be chosen again
    add(files);
    say(`Added to /data: ${files.map(({ name }) => name).join(", ")}.`);
  });
  tell("command");
  document.querySelector("main").setAttribute("aria-busy", "false");
}

/** Runs a line, and says how it ended. */
async function run(shell, line, signal) {
  const began = performance.now();
  const { stream, close } = typedLines();
  let code;
  try {
    code = await shell.run(line, stream, signal, (program) =>
      tell("command", program));
  } catch (error) {
    code = 1;
    await show(`\x1b[31m${error.message}\x1b[m\n`);
  }
  close();
  const ms = number.format(performance.now() - began);
  say(`Exit code ${code}, ${ms} ms.`);
}

/** What is typed while a program runs: its standard input. */
function typedLines() {
  let open = true;
  let controller;
  const stream = new ReadableStream({
    start: (given) => (controller = given),
    cancel: () => (open = false), // the program has ended
  });
  const read = async () => {
    while (open) {
      const line = await editor.read("");
      if (open && line !== undefined) controller.enqueue(`${line}\n`);
      else if (open) end();
    }
  };
  const end = () => {
    open = false;
    controller.close();
  };
  read();
  return {
    stream,
    close() {
      if (open) end();
      editor.cancel();
    },
  };
}
