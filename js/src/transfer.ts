/** `transfer(value, list)`: what a call hands over to a worker in place of copying it. */

const lists = new WeakMap<object, readonly Transferable[]>();

/**
 * Marks a value, so that the next call of an exported function in a worker that is given it (or holds it in an argument) moves what is listed
 * there and does not copy it: `program.exports.hash(transfer(bytes, [bytes.buffer]))`. In page mode nothing has to move. Returns the value.
 */
export function transfer<V extends object>(value: V, list: readonly Transferable[]): V {
  lists.set(value, list);
  return value;
}

/** What is to move along with a value; asked for once. */
export function takeTransferList(value: object): readonly Transferable[] {
  const list = lists.get(value) ?? [];
  lists.delete(value);
  return list;
}
