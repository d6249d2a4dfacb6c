// The note that is open. It is saved as one types.
const part = (id) => document.getElementById(id);
const SAVE_AFTER_MS = 400;

/** `say` tells the user; `renamed` is called with the note's new path. */
export function createEditor(program, { say, renamed }) {
  const { exports: go, files } = program;
  const text = part("text");
  const title = part("title");
  let path; // of the open note
  let saved = ""; // its text as Go has it
  let timer;
  let saving = Promise.resolve(); // one after the other

  async function save() {
    clearTimeout(timer);
    timer = undefined;
    await saving;
    if (path === undefined || text.disabled || text.value === saved) return;
    const written = text.value;
    saving = go.write(path, written).then(
      () => {
        saved = written;
        say("Saved.");
      },
      (error) => say(`It was not saved: ${error.message}`),
    );
    await saving;
  }

  async function open(note) {
    await save();
    path = note;
    part("closed").hidden = true;
    part("opened").hidden = false;
    title.value = note.split("/").pop();
    await read();
  }

  /** Shows what Go has, unless the user is just writing. */
  async function read() {
    if (path === undefined || timer !== undefined) return;
    const asked = path;
    let problem = "";
    const content = await go.read(asked).catch((error) => {
      problem = error.message;
      return "";
    });
    if (asked !== path || timer !== undefined) return;
    if (problem && !(await files.exists(`/notes/${asked}`))) return close();
    saved = content;
    if (text.value !== content) text.value = content;
    text.hidden = text.disabled = problem !== "";
    part("no-text").hidden = problem === "";
    part("no-text").textContent = `This cannot be shown: ${problem}.`;
  }

  function close() {
    clearTimeout(timer);
    timer = path = undefined;
    text.value = saved = "";
    part("closed").hidden = false;
    part("opened").hidden = true;
  }

  async function rename() {
    const name = title.value;
    if (path === undefined || name === path.split("/").pop()) return;
    await save();
    try {
      path = await go.rename(path, name);
      renamed(path);
    } catch (error) {
      say(error.message);
    }
    title.value = path.split("/").pop();
  }

  text.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(save, SAVE_AFTER_MS);
    say("Saving…");
  });
  text.addEventListener("blur", save);
  document.addEventListener("visibilitychange", save);
  title.addEventListener("change", rename);

  return {
    open,
    read,
    close,
    save,
    /** A folder that it may lie in has another path. */
    moved(from, to) {
      if (path?.startsWith(`${from}/`)) path = to + path.slice(from.length);
    },
    get path() {
      return path;
    },
  };
}
