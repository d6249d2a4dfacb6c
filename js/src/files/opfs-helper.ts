/** The inside of a page's helper: holds the files of one store open, and does with them what it is asked, in that order. */
import { openHandles, type Handles, type StoreFailure } from "./opfs-handles.js";
import type { HelperAnswer, HelperQuestion } from "./opfs-page.js";
import { HeldStore } from "./opfs-worker.js";

const EIO = -5;

/** Serves a store through a port. */
export async function serveStore(name: string, port: MessagePort): Promise<void> {
  const say = (answer: HelperAnswer, transfer: Transferable[] = []): void => port.postMessage(answer, transfer);
  let handles: Handles;
  try {
    handles = await openHandles(name);
  } catch (failure) {
    return say({ type: "failed", failure: failure as StoreFailure });
  }
  const store = new HeldStore(handles);
  const sizes = [0, 1, 2].map(file => store.size(file));
  const journals = [1, 2].map(file => {
    const bytes = new Uint8Array(Math.max(0, sizes[file] as number));
    store.read(file, 0, bytes);
    return bytes;
  });
  let failed = 0; // what came after a failure was meant for a store without it
  port.onmessage = ({ data }) => {
    const question = data as HelperQuestion;
    const { id } = question;
    if (question.type === "close") {
      store.close();
      return say({ type: "done", id, result: 0 });
    }
    if (question.type === "grow") return say({ type: "done", id, result: failed || store.truncate(question.file, Math.max(question.size, store.size(question.file))) });
    if (question.type === "read") {
      const bytes = new Uint8Array(question.length);
      const result = store.read(0, question.at, bytes);
      return say({ type: "done", id, result, bytes }, [bytes.buffer]);
    }
    failed ||= change(store, question);
    say({ type: "done", id, result: failed });
  };
  say({ type: "open", sizes, journals }, journals.map(({ buffer }) => buffer));
}

function change(store: HeldStore, question: HelperQuestion): number {
  switch (question.type) {
    case "write":
      return store.write(question.file, question.at, question.bytes);
    case "flush":
      return store.flush(question.file);
    case "truncate":
      return store.truncate(question.file, question.size);
    default:
      return EIO;
  }
}
