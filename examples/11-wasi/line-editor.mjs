// Reads lines from an xterm.js terminal: editing, history, completion.
// What is typed while nobody reads waits.

const KEYS = {
  "\r": "enter", "\n": "enter", "\t": "complete", "\x04": "end",
  "\x7f": "back", "\b": "back", "\x1b[3~": "delete",
  "\x1b[A": "older", "\x1bOA": "older", "\x10": "older",
  "\x1b[B": "newer", "\x1bOB": "newer", "\x0e": "newer",
  "\x1b[C": "right", "\x1bOC": "right", "\x06": "right",
  "\x1b[D": "left", "\x1bOD": "left", "\x02": "left",
  "\x1b[H": "home", "\x1bOH": "home", "\x01": "home",
  "\x1b[F": "last", "\x1bOF": "last", "\x05": "last",
  "\x15": "dropBefore", "\x0b": "dropAfter", "\x17": "dropWord",
  "\x0c": "clear",
};
const CTRL_C = "\x03";
// An escape sequence, another control character, or text.
const TOKEN =
  /\x1b(?:\[[0-9;]*[A-Za-z~]|O[A-Z]|[^[O])?|[\x00-\x1f\x7f]|[^\x00-\x1f\x7f]+/g;

const up = (rows) => (rows > 0 ? `\x1b[${rows}A` : "");
const to = (column) => `\x1b[${column + 1}G`;

export class LineEditor {
  /** Called for Ctrl-C, after the line that was read was given up. */
  onStop = () => {};
  #terminal;
  #history = [];
  #past = 0; // which line of the history is shown
  #waiting = []; // keys that nobody has read yet
  #reading; // what `read` was given, and its promise's function
  #before = ""; // the text before the cursor
  #after = "";
  #view = { prompt: "", before: "", after: "" }; // what is to be drawn
  #start; // where it begins on the screen: a marker and a column
  #drawing = Promise.resolve();
  #toDraw = false;

  constructor(terminal) {
    this.#terminal = terminal;
    terminal.onData((data) => this.type(data));
    terminal.onResize(() => this.#reading?.prompt && this.#draw());
    // With an empty line, Tab goes on to what is behind the terminal.
    terminal.attachCustomKeyEventHandler(({ key, shiftKey }) =>
      key !== "Tab" || (!shiftKey && this.#before + this.#after !== ""));
  }

  /**
   * Resolves with a line, or with undefined at Ctrl-D. With `complete`,
   * which gives what the text before the cursor may go on with, the
   * line is remembered, and others can be recalled.
   */
  async read(prompt, complete) {
    await this.#drawing;
    if (prompt && (await this.#write("")).column > 0) await this.#write("\r\n");
    return new Promise((done) => {
      this.#past = this.#history.length;
      this.#reading = { prompt, complete, done };
      this.interrupted();
      if (prompt) this.#set("");
      this.#feed();
    });
  }

  /** As if it were typed. */
  type(data) {
    this.#waiting.push(...(data.match(TOKEN) ?? []));
    this.#feed();
  }

  /** Gives reading up, at the end of what reads. */
  cancel() {
    this.#finish(undefined, "");
  }

  /** Others write to the terminal: the line goes on behind that. */
  interrupted() {
    this.#start?.marker.dispose();
    this.#start = undefined;
  }

  #feed() {
    const stop = this.#waiting.lastIndexOf(CTRL_C);
    if (stop >= 0) {
      this.#waiting.splice(0, stop + 1);
      this.#finish("", "^C\r\n");
      this.onStop();
    }
    while (this.#reading && this.#waiting.length > 0) {
      const key = this.#waiting.shift();
      if (key in KEYS) this.#actions[KEYS[key]]();
      else if (key >= " ") this.#set(this.#before + key, this.#after);
    }
  }

  #actions = {
    enter: () => this.#finish(this.#before + this.#after, "\r\n"),
    end: () => {
      if (this.#before + this.#after !== "") this.#actions.delete();
      else this.#finish(undefined, this.#reading.prompt ? "" : "^D\r\n");
    },
    back: () => this.#set([...this.#before].slice(0, -1).join(""), this.#after),
    delete: () => this.#set(this.#before, [...this.#after].slice(1).join("")),
    left: () => {
      const letters = [...this.#before];
      const letter = letters.pop() ?? "";
      this.#set(letters.join(""), letter + this.#after);
    },
    right: () => {
      const [letter = "", ...rest] = this.#after;
      this.#set(this.#before + letter, rest.join(""));
    },
    home: () => this.#set("", this.#before + this.#after),
    last: () => this.#set(this.#before + this.#after),
    older: () => this.#recall(-1),
    newer: () => this.#recall(1),
    dropBefore: () => this.#set("", this.#after),
    dropAfter: () => this.#set(this.#before),
    dropWord: () => this.#set(this.#before.replace(/\S*\s*$/, ""), this.#after),
    clear: () => this.#print("\x1b[2J\x1b[3J\x1b[H"),
    complete: () => this.#complete(),
  };

  #set(before, after = "") {
    this.#before = before;
    this.#after = after;
    this.#view = { prompt: this.#reading.prompt, before, after };
    this.#draw();
  }

  /** Ends reading, and writes behind the line. */
  #finish(line, behind) {
    if (!this.#reading) return;
    const { done, complete } = this.#reading;
    if (this.#after !== "") this.#set(this.#before + this.#after);
    this.#reading = undefined;
    this.#before = this.#after = "";
    if (complete && line?.trim() && line !== this.#history.at(-1)) {
      this.#history.push(line);
    }
    this.#drawing = this.#drawing.then(() => this.#write(behind));
    this.#drawing.then(() => done(line));
  }

  #recall(by) {
    if (!this.#reading.complete) return;
    const past = this.#past + by;
    this.#past = Math.min(Math.max(past, 0), this.#history.length);
    this.#set(this.#history[this.#past] ?? "");
  }

  #complete() {
    const { word = "", options = [] } =
      this.#reading.complete?.(this.#before) ?? {};
    if (options.length === 0) return;
    let common = options[0];
    while (!options.every((option) => option.startsWith(common))) {
      common = common.slice(0, -1);
    }
    if (options.length === 1 && !common.endsWith("/")) common += " ";
    if (common !== word) {
      const before = this.#before.slice(0, this.#before.length - word.length);
      return this.#set(before + common, this.#after);
    }
    const names = options.map((option) => option.replace(/.*\/(?=.)/, ""));
    this.#print(`\r\n${names.join("  ")}\r\n`);
  }

  /** Writes something, and draws the line below it. */
  #print(text) {
    this.#drawing = this.#drawing.then(async () => {
      await this.#write(text);
      this.interrupted();
    });
    this.#toDraw = false; // what is to be drawn yet comes before it
    this.#draw();
  }

  /** Draws the line, now or after what is being drawn. */
  #draw() {
    if (this.#toDraw) return;
    this.#toDraw = true;
    this.#drawing = this.#drawing.then(async () => {
      this.#toDraw = false;
      const { prompt, before, after } = this.#view;
      const now = await this.#write("");
      if (!this.#start || this.#start.marker.line < 0) {
        this.interrupted();
        const marker = this.#terminal.registerMarker(0);
        this.#start = { marker, column: now.column };
      }
      const { marker, column } = this.#start;
      const back = up(now.row - marker.line) + to(column);
      const cursor = await this.#write(`${back}\x1b[J${prompt}${before}`);
      if (after === "") return;
      const end = await this.#write(after);
      await this.#write(up(end.row - cursor.row) + to(cursor.column));
    });
  }

  /** Resolves with where the cursor is, when all is on the screen. */
  #write(text) {
    const terminal = this.#terminal;
    return new Promise((done) => {
      terminal.write(text, () => {
        const { baseY, cursorX, cursorY } = terminal.buffer.active;
        const full = text !== "" && cursorX === terminal.cols;
        // The next letter would go to the next line: so does the cursor.
        if (full) this.#write(" \r").then(done);
        else done({ row: baseY + cursorY, column: cursorX });
      });
    });
  }
}
