/** What a program has to offer, as the page is told of it. */
import type { ExportScope } from "../exports.js";
import type { Names } from "../protocol.js";

/** Objects are looked into so deep. */
const MAX_DEPTH = 8;

export function namesOf(scope: ExportScope): Names {
  return Object.fromEntries(scope.names().map(name => [name, shapeOf(scope.get(name), MAX_DEPTH)]));
}

function shapeOf(value: unknown, depth: number): Names | true {
  if (depth === 0 || typeof value !== "object" || value === null || Object.getPrototypeOf(value) !== Object.prototype) return true;
  return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, shapeOf(item, depth - 1)]));
}
