// Loads the Go program, with its notes where this browser can keep
// them.

/** Resolves with the program, and with why the notes do not stay. */
export async function openNotes() {
  const { files } = globalThis.goferry;
  try {
    return { program: await start(files.opfs("goferry-notes")) };
  } catch (error) {
    // Not all browsers have such storage, nor all private windows.
    if (error.code !== "store-unavailable") throw error;
    const why = error.message.replace(/^.* cannot be opened: /, "");
    return { program: await start(files.memory()), why };
  }
}

async function start(notes) {
  const program = await globalThis.goferry.load("main.wasm", {
    mode: "worker",
    files: { "/notes": notes },
    stdout: (line) => tell("stdout", line),
  });
  tell("ready", program);
  return program;
}

/** For the gallery that this page may be a part of. */
export function tell(type, detail) {
  document.dispatchEvent(new CustomEvent(type, { detail }));
}
