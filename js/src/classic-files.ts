/** What only programs with files, and those for WASI, need of the script-tag build. */
import { loadManifestBy } from "./classic-manifest-source.js";
import { handOver } from "./classic-part.js";
import { prepareFiles } from "./files/chunk.js";
import { engineFiles } from "./files/engine-files.js";
import { serveStore } from "./files/opfs-helper.js";
import { prepareWasi } from "./wasi/chunk.js";
import { openWasi } from "./wasi/worker.js";

loadManifestBy(handOver({ prepareFiles, engineFiles, prepareWasi, openWasi, serveStore }));
