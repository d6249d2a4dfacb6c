/** A store's files in the origin private file system, held open: in a worker, for only there a file can be written to before a call returns. */

/** FileSystemSyncAccessHandle, which TypeScript has only for workers. */
export interface SyncHandle {
  read(to: Uint8Array, options: { at: number }): number;
  write(from: Uint8Array, options: { at: number }): number;
  flush(): void;
  truncate(size: number): void;
  getSize(): number;
  close(): void;
}

/** The data and the two journals, and the lock that says to other tabs that somebody has them. */
export interface Handles {
  readonly files: readonly SyncHandle[];
  close(): void;
}

/** Why a store could not be opened. It crosses to the page as it is. */
export interface StoreFailure {
  readonly code: "store-in-use" | "store-unavailable";
  readonly why: string;
}

/** The names of a store's files, in the order of bridge/files/journal.h. */
const FILES = ["data", "journal-a", "journal-b"];
/** In the folder of this package. */
const FOLDER = "goferry";
/** So long is waited for one that has the store: a worker that was terminated takes some time to let go. */
const LOCK_MS = 3000;
const HANDLES_MS = 3000;
const RETRY_MS = 20;

const failure = (code: StoreFailure["code"], why: string): StoreFailure => ({ code, why });
const saying = (cause: unknown): string => (cause instanceof Error ? `${cause.name}: ${cause.message}` : String(cause));
const nameOf = (cause: unknown): unknown => (cause as { name?: unknown } | undefined)?.name;

/** Whether this thread can hold files open. */
export function holdsFiles(): boolean {
  const { FileSystemFileHandle: type } = globalThis as { FileSystemFileHandle?: { prototype: object } };
  return type !== undefined && "createSyncAccessHandle" in type.prototype;
}

/** Why there can be no stores at all. */
export function noStores(): StoreFailure | undefined {
  if (typeof storageManager()?.getDirectory === "function") return undefined;
  return failure("store-unavailable", "there is no origin private file system here: it takes a browser that has one, and a page from https: or from this machine");
}

const storageManager = (): StorageManager | undefined => (globalThis.navigator as { storage?: StorageManager } | undefined)?.storage;

/** Throws a StoreFailure. */
export async function openHandles(name: string): Promise<Handles> {
  const none = noStores();
  if (none) throw none;
  if (!holdsFiles()) throw failure("store-unavailable", "in this browser a worker cannot hold files of the origin private file system open (createSyncAccessHandle)");
  const storage = storageManager() as StorageManager;
  const unlock = await lock(name);
  const files: SyncHandle[] = [];
  const close = (): void => {
    for (const file of files.splice(0)) file.close();
    unlock();
  };
  try {
    const root = await storage.getDirectory();
    const folder = await (await root.getDirectoryHandle(FOLDER, { create: true })).getDirectoryHandle(folderOf(name), { create: true });
    const until = performance.now() + HANDLES_MS;
    for (const file of FILES) files.push(await open(await folder.getFileHandle(file, { create: true }), until));
  } catch (cause) {
    close();
    if (nameOf(cause) === "NoModificationAllowedError") throw failure("store-in-use", "its files are held open");
    throw failure("store-unavailable", `the browser refuses to open it (${saying(cause)})`);
  }
  return { files, close };
}

/** Who has the lock has the store. It goes with its worker, whatever ends that. */
function lock(name: string): Promise<() => void> {
  const locks = navigator.locks as LockManager | undefined;
  if (!locks) return Promise.resolve(() => {});
  return new Promise((resolve, reject) => {
    const waiting = new AbortController();
    const timer = setTimeout(() => waiting.abort(), LOCK_MS);
    locks
      .request(`goferry store ${name}`, { signal: waiting.signal }, () => {
        clearTimeout(timer);
        return new Promise<void>(unlock => resolve(unlock));
      })
      .catch((cause: unknown) => {
        clearTimeout(timer);
        reject(nameOf(cause) === "AbortError" ? failure("store-in-use", "it is open in another tab, or by another program") : failure("store-unavailable", saying(cause)));
      });
  });
}

/** The browser lets go of a terminated worker's handles a little later than of its lock. */
async function open(file: FileSystemFileHandle, until: number): Promise<SyncHandle> {
  for (;;) {
    try {
      return await (file as unknown as { createSyncAccessHandle(): Promise<SyncHandle> }).createSyncAccessHandle();
    } catch (cause) {
      if (nameOf(cause) !== "NoModificationAllowedError" || performance.now() > until) throw cause;
    }
    await new Promise(resolve => setTimeout(resolve, RETRY_MS));
  }
}

/** Any text as the name of a folder. */
function folderOf(name: string): string {
  return encodeURIComponent(name).replace(/[.*~!'()]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`);
}
