/** The little that is asked of Node, by feature and not by import: the same file runs in pages, workers and on servers. */

export interface NodeProcess {
  versions?: { node?: string };
  getBuiltinModule?(name: string): unknown;
  on?(event: "beforeExit", listener: () => void): void;
  off?(event: "beforeExit", listener: () => void): void;
}

/** Node's `process`, or undefined elsewhere (a page may have a global of that name too). */
export function nodeProcess(): NodeProcess | undefined {
  const { process } = globalThis as { process?: NodeProcess };
  return process?.versions?.node === undefined ? undefined : process;
}

export const inNode = (): boolean => nodeProcess() !== undefined;
