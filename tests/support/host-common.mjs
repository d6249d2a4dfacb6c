// What the two hosts of the comparison share: classic scripts in a module world, and one way to describe an error.
import { readFileSync } from "node:fs";
import vm from "node:vm";

/** Runs a classic script in this realm, as a page's script tag would. */
export function runClassic(file) {
  const importModuleDynamically = vm.constants.USE_MAIN_CONTEXT_DEFAULT_LOADER;
  new vm.Script(readFileSync(file, "utf8"), { filename: file, importModuleDynamically }).runInThisContext();
}

/** Loads the JavaScript side of a test program, and waits until it is ready. */
export async function loadFixture(file) {
  if (file === undefined) return;
  runClassic(file);
  await globalThis.fixture?.ready;
}

/** An error as text, without a stack. */
export function describeError(error) {
  return error instanceof Error ? `${error.name}: ${error.message}` : `${typeof error} ${String(error)}`;
}
