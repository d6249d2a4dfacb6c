// What a shell does: splits a command line into programs, runs them
// with their outputs and inputs connected, and knows where one is.
import { parse } from "shell-quote";
import { completions, expand, isFolder, mount, resolve, takeOver } from "./folder.mjs";

const HOME = "/data";
const COMMANDS = ["cat", "cd", "clear", "cp", "grep", "head", "help", "ls",
  "mkdir", "mv", "rm", "sleep", "sort", "tee", "tree", "wc"];
/** As shells have it: 128 and the number of the signal. */
const INTERRUPTED = 130;

export class Shell {
  folder = HOME;
  #module;
  #show;

  /** `show` takes what the last program of a line has written. */
  constructor(module, show) {
    this.#module = module;
    this.#show = show;
  }

  get prompt() {
    const here = this.folder.replace(/^\/data(?=\/|$)/, "~");
    return `\x1b[36m${here}\x1b[m $ `;
  }

  /** For Tab: the word before the cursor, and what it may become. */
  complete = (text) => {
    const [, before, word] = /^(.*?)([^\s|]*)$/.exec(text);
    const options = /(^|\|)\s*$/.test(before)
      ? COMMANDS.filter((name) => name.startsWith(word))
      : completions(word, this.folder);
    return { word, options };
  };

  /**
   * Runs a line and resolves with its exit code. `started` is called
   * with each program.
   */
  async run(line, stdin, signal, started) {
    const stages = this.#stages(line);
    if (stages.length === 0) return 0;
    if (stages.length === 1 && stages[0][0] === "cd") return this.#cd(stages[0]);
    if (stages.length === 1 && stages[0][0] === "clear") {
      await this.#show("\x1b[2J\x1b[3J\x1b[H");
      return 0;
    }
    let input = stdin;
    const runs = stages.map((args, i) => {
      if (i === stages.length - 1) return this.#start(args, input, undefined, signal, started);
      const unread = new AbortController();
      const pipe = createPipe(() => unread.abort());
      const either = AbortSignal.any([signal, unread.signal]);
      const run = this.#start(args, input, pipe.writable, either, started);
      input = pipe.readable;
      return run;
    });
    return (await Promise.all(runs)).at(-1);
  }

  /** The arguments of each program of a line. */
  #stages(line) {
    const stages = [[]];
    for (const word of parse(line, {})) {
      if (typeof word === "string") stages.at(-1).push(word);
      else if (word.op === "glob") stages.at(-1).push(...expand(word.pattern, this.folder));
      else if (word.op === "|") stages.push([]);
      else if (word.comment === undefined) throw new Error(`${word.op} is more than this shell knows: it has | and *`);
    }
    if (stages.length === 1 && stages[0].length === 0) return [];
    if (stages.some((args) => args.length === 0)) throw new Error("a command is missing beside |");
    return stages;
  }

  /** Runs one program; resolves with its exit code. */
  async #start(args, stdin, stdout, signal, started) {
    const shown = this.#output();
    const errors = this.#output();
    const isLast = stdout === undefined;
    const preopens = mount();
    let program;
    try {
      program = await goferry.load(this.#module, {
        mode: "worker",
        args,
        env: { PWD: this.folder, ...(isLast && { TERM: "xterm-256color" }) },
        preopens,
        stdin,
        stdout: stdout ?? shown.stream,
        stderr: errors.stream,
        signal,
      });
    } catch (failure) {
      if (signal.aborted) return INTERRUPTED;
      throw failure;
    }
    started(program);
    const { code, reason, error } = await program.exited;
    await Promise.all([isLast && shown.closed, errors.closed]);
    if (reason === "trap") throw error;
    if (reason !== "terminated") await takeOver(program.files, preopens);
    return reason === "terminated" ? INTERRUPTED : code;
  }

  /** A stream to the terminal. */
  #output() {
    let close;
    const closed = new Promise((done) => (close = done));
    const stream = new WritableStream({ write: this.#show, close });
    return { stream, closed };
  }

  #cd([, to = HOME]) {
    const folder = resolve(to, this.folder);
    if (!isFolder(folder)) throw new Error(`cd: ${to}: there is no such folder`);
    this.folder = folder;
    return 0;
  }
}

/**
 * Two streams, of which the second gives what the first one takes.
 * `unread` is called for what comes when nobody reads any more.
 */
function createPipe(unread) {
  let controller;
  let open = true;
  const readable = new ReadableStream({
    start: (given) => (controller = given),
    cancel: () => (open = false),
  });
  const writable = new WritableStream({
    write: (bytes) => (open ? controller.enqueue(bytes) : unread()),
    close: () => open && controller.close(),
  });
  return { readable, writable };
}
