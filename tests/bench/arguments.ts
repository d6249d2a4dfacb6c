/** What the command lines of the benchmarks have in common. Each throws with a sentence on what is wrong. */

/** One of a few words. */
export function oneOf<T extends string>(option: string, value: string, allowed: readonly T[]): T {
  const found = allowed.find((one) => one === value);
  if (found === undefined) throw new Error(`${option} takes ${allowed.join(", ")}, not "${value}"`);
  return found;
}

/** A whole number. */
export function count(option: string, value: string, least: number): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < least) throw new Error(`${option} takes a whole number from ${least}, not "${value}"`);
  return number;
}
