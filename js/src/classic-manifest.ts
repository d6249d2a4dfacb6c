/** What only programs with url mounts need of the script-tag build: files.js has goferry.js load it. */
import { manifest } from "../generated/manifest.js";
import { handOver } from "./classic-part.js";

handOver({ manifest });
