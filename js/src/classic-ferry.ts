/** What only programs with package ferry need of the script-tag build, as classic-channels.ts. */
import { handOver } from "./classic-part.js";
import { createFerry } from "./ferry/ferry.js";

handOver({ createFerry });
