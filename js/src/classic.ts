/** The script-tag build: sets `globalThis.goferry` and defines `<go-ferry>`. Both variants are embedded. */
import * as compat from "../generated/compat.js";
import { defineElement } from "./element.js";
import { createLoad } from "./load.js";
import * as errors from "./errors.js";

const load = createLoad(() => compat);
const { messageOf: _messageOf, ...classes } = errors;

(globalThis as { goferry?: unknown }).goferry ??= { load, ...classes };
defineElement(load);
