// The page's half of the notes: shows what Go lists, hands it what is
// typed, and puts files into Go's filesystem and takes them out.
import { ask } from "./ask.js";
import { createEditor } from "./editor.js";
import { showEntries, showMatches, showPath, size } from "./list.js";
import { openNotes, tell } from "./store.js";

const part = (id) => document.getElementById(id);
const say = (text) => (part("status").textContent = text);

part("again").addEventListener("click", () => location.reload());
openNotes().then(run).catch((error) => {
  part("loading").hidden = true;
  part("again").hidden = false;
  part("problem").textContent =
    `The notes could not be opened: ${error.message}`;
  tell("error", error);
});

async function run({ program, why }) {
  const { exports: go, files } = program;
  const editor = createEditor(program, { say, renamed: () => refresh() });
  let folder = "";

  /** Shows what there is now. */
  async function refresh() {
    const what = part("search").value.trim();
    const asked = folder;
    const entries = what ? [] : await go.list(asked).catch((error) => {
      if (asked === "") throw error;
    });
    if (asked !== folder) return; // it is shown already
    if (!entries) return enter(""); // the folder is gone
    if (what) showMatches(await go.search(what), ({ path }) => open(path));
    else showEntries(entries, editor.path, choose);
    showPath(folder, enter);
    const { notes, bytes } = await go.usage();
    const amount = `${notes} ${notes === 1 ? "note" : "notes"}, ${size(bytes)}`;
    part("store").textContent = why === undefined
      ? `${amount}, kept in this browser’s private file system (OPFS).`
      : `${amount}, in memory, so they are gone when the page is: ${why}.`;
  }

  function enter(path) {
    folder = path;
    part("search").value = "";
    return refresh();
  }

  function choose(entry) {
    return entry.folder ? enter(entry.path) : open(entry.path);
  }

  async function open(path) {
    await editor.open(path);
    await refresh();
  }

  /** Runs what a button asks for, and says so where it fails. */
  const on = (id, type, work) =>
    part(id).addEventListener(type, async (event) => {
      try {
        await work(event);
      } catch (error) {
        say(error.message);
      }
    });

  on("search", "input", refresh);
  on("add", "submit", async (event) => {
    event.preventDefault();
    const asFolder = event.submitter?.value === "folder";
    const name = part("name").value;
    const path = await (asFolder ? go.makeFolder : go.create)(folder, name);
    part("name").value = "";
    say(`Added ${path}.`);
    if (asFolder) return enter(path);
    await open(path);
    part("text").focus();
  });

  on("remove", "click", async () => {
    const { path } = editor;
    if (await ask(`Delete ${path}?`, "Delete") === undefined) return;
    editor.close();
    await go.remove(path);
    say(`Deleted ${path}.`);
  });
  on("remove-folder", "click", async () => {
    const gone = folder;
    const question = `Delete the folder ${gone} with all that is in it?`;
    if (await ask(question, "Delete") === undefined) return;
    if (editor.path?.startsWith(`${gone}/`)) editor.close();
    await go.remove(gone);
    say(`Deleted ${gone}.`);
    await enter(gone.split("/").slice(0, -1).join("/"));
  });
  on("rename-folder", "click", async () => {
    const old = folder;
    const name = await ask(`A new name for ${old}`, "Rename",
      old.split("/").pop());
    if (name === undefined) return;
    await editor.save();
    const path = await go.rename(old, name);
    editor.moved(old, path);
    await enter(path);
  });
  on("reset", "click", async () => {
    const question = "Delete all notes, and begin with the first ones again?";
    if (await ask(question, "Delete all") === undefined) return;
    editor.close();
    await go.reset();
    await enter("");
    say("These are the first notes again.");
  });

  /** Puts files into the folder that is shown; none takes another's place. */
  async function upload(chosen) {
    let count = 0;
    for (const file of chosen) {
      say(`Uploading ${file.name}…`);
      await files.writeFile(await freePath(file.name), file);
      count++;
    }
    say(`Uploaded ${count} ${count === 1 ? "file" : "files"}.`);
  }

  async function freePath(name) {
    const [, stem, ending] = /^\.*(.*?)(\.[^.]*)?$/.exec(name);
    const at = folder === "" ? "/notes" : `/notes/${folder}`;
    for (let n = 1; ; n++) {
      const path = `${at}/${stem || "file"}${n > 1 ? ` ${n}` : ""}${ending ?? ""}`;
      if (!(await files.exists(path))) return path;
    }
  }

  on("upload", "change", async ({ target }) => {
    const chosen = [...target.files];
    target.value = ""; // the same ones may be chosen again
    await upload(chosen);
  });
  for (const type of ["dragover", "dragleave", "drop"]) {
    on("drop", type, async (event) => {
      event.preventDefault();
      part("drop").classList.toggle("over", type === "dragover");
      if (type === "drop") await upload([...event.dataTransfer.files]);
    });
  }

  on("download", "click", async () => {
    await editor.save();
    const zip = await files.export("/notes", {
      onProgress: (at) => say(`Packing ${at.files} of ${at.totalFiles}…`),
    });
    hand(zip, "notes.zip");
    say(`notes.zip has ${size(zip.size)}.`);
  });
  on("save-as", "click", async () => {
    await editor.save();
    const bytes = await files.readFile(`/notes/${editor.path}`);
    hand(new Blob([bytes]), editor.path.split("/").pop());
  });

  on("persist", "click", async () => {
    const kept = await files.persist();
    part("persist").hidden = kept;
    say(kept ? "They stay until you remove them."
      : "The browser has not agreed: it may clear them when space is short.");
  });
  if (why === undefined) {
    navigator.storage.persisted().then((already) => {
      part("persist").hidden = already;
    });
  }

  // What Go and the page change, whoever does it.
  files.watch("/notes", async () => {
    await editor.read();
    await refresh();
  }, { recursive: true });

  if (await files.exists("/notes/Welcome.txt")) await open("Welcome.txt");
  else await refresh();
  part("loading").hidden = true;
  part("app").hidden = false;
  document.querySelector("main").setAttribute("aria-busy", "false");
}

/** Has the browser save something under a name. */
function hand(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60_000);
}
