/** Opens the stores of a program's mounts, on the thread that may hold their files: this one, or a helper's. */
import type { GoFileError } from "../errors.js";
import { holdsFiles, noStores, openHandles, type StoreFailure } from "./opfs-handles.js";
import { openRemoteStore, type SpawnHelper } from "./opfs-page.js";
import { HeldStore } from "./opfs-worker.js";
import type { PlannedStore } from "./planned.js";
import type { OpenStore } from "./stores.js";

/** `spawn` starts a helper, where this thread is a page's. It rejects with a GoFileError. */
export function storeOpener({ name: program, GoFileError: Type }: { name: string; GoFileError: typeof GoFileError }, spawn: SpawnHelper | undefined): OpenStore {
  return async ({ name }: PlannedStore) => {
    try {
      const none = noStores();
      if (none) throw none;
      return spawn && !holdsFiles() ? await openRemoteStore(name, spawn) : new HeldStore(await openHandles(name));
    } catch (cause) {
      const { code, why } = cause as Partial<StoreFailure>;
      const what = `${program}: the store ${JSON.stringify(name)} cannot be opened: `;
      if (code === undefined) throw new Type("store-unavailable", `${what}${cause instanceof Error ? cause.message : String(cause)}`, { program, cause });
      throw new Type(code, `${what}${why}`, { program });
    }
  };
}
