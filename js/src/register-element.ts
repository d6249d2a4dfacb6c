/**
 * `goferry/element`: registers `<go-ferry>`. On a server it does nothing.
 *
 * ```ts
 * import "goferry/element";
 * ```
 *
 * @packageDocumentation
 */
import { defineElement } from "./element.js";
import { load } from "./index.js";

defineElement(load);

export type { GoFerryElement, GoFerryEvents } from "./element-types.js";
