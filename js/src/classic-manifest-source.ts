/** files/manifest-source.ts of the script-tag build: a script beside files.js, which goferry.js loads. */
import type { ClassicParts, PartLoader } from "./classic-part.js";

let load: PartLoader | undefined;

/** Has to be called before there is a mount. */
export function loadManifestBy(loader: PartLoader | undefined): void {
  load = loader;
}

export const manifestSource = (): Promise<ClassicParts["manifest"]> => (load as PartLoader)("manifest");
