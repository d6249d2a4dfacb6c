/** The JavaScript side of `floor.wat`: the one call of each row, on values found by slot number. */
import type { Fixture, Subject } from "./subject.ts";

type Loops = Record<string, (n: number) => void> & { callback(value: number): number; memory: WebAssembly.Memory };

/** Where copies land in the floor's memory. */
const scratch = 1024;

/** Instantiates the floor on its own values. */
export function makeFloor(module: WebAssembly.Module, fixture: Fixture): Subject {
  const { object, array, text, Class, none, sum, bytes64, bytes64K } = fixture;
  const values: any[] = [object, array, text, Class, none, sum, bytes64, bytes64K];
  const names = ["count", "child", "title", "total", "label", "add"] as const;
  const name = (slot: number) => names[slot] as string;
  const spare = values.length;
  const slots = new Map<unknown, number>([[object.child, spare], [object.title, spare + 1]]);
  const clock = performance; // an accessor of Window, and three times as slow if it is asked for each time
  let memory: Uint8Array<ArrayBuffer>;

  const js = {
    getNumber: (of: number, slot: number) => values[of][name(slot)],
    getRef: (of: number, slot: number) => slots.get(values[of][name(slot)]),
    string: (of: number) => encodeShort(values[of], memory, scratch),
    set: (of: number, slot: number, value: number) => void (values[of][name(slot)] = value),
    setRef: (of: number, slot: number, value: number) => void (values[of][name(slot)] = values[value]),
    index: (of: number, i: number) => values[of][i],
    setIndex: (of: number, i: number, value: number) => void (values[of][i] = value),
    length: (of: number) => values[of].length,
    call2: (of: number, slot: number, a: number, b: number) => values[of][name(slot)](a, b),
    invoke0: (of: number) => values[of](),
    invoke2: (of: number, a: number, b: number) => values[of](a, b),
    new: (of: number) => ((values[spare] = new values[of]()), spare),
    stringVal: (at: number, length: number) => ((values[spare] = decodeShort(memory, at, length)), spare),
    copyToWasm: (of: number, at: number, length: number) => (memory.set(values[of], at), length),
    copyToJs: (of: number, at: number, length: number) => (values[of].set(memory.subarray(at, at + length)), length),
    now: () => clock.now(),
    date: () => Date.now(),
    div: makeDiv(fixture),
    noop: () => {},
  };
  const loops = new WebAssembly.Instance(module, { js }).exports as unknown as Loops;
  memory = new Uint8Array(loops.memory.buffer as ArrayBuffer);

  return {
    has: (row) => row in loops && (row !== "10,000 divs" || fixture.document !== undefined),
    run(row, n) {
      if (row !== "callback") return loops[row]?.(n);
      for (let i = 0; i < n; i++) loops.callback(i);
    },
    settle: () => {},
  };
}

/** Both texts of the rows are short and ASCII, where a loop beats the engine's encoder and decoder. */
function encodeShort(text: string, memory: Uint8Array, at: number): number {
  for (let i = 0; i < text.length; i++) memory[at + i] = text.charCodeAt(i);
  return text.length;
}

function decodeShort(memory: Uint8Array, at: number, length: number): string {
  let text = "";
  for (let i = at; i < at + length; i++) text += String.fromCharCode(memory[i] ?? 0);
  return text;
}

/** Builds one element; 0 clears the stage. */
function makeDiv({ document, stage }: Fixture): (i: number) => void {
  const page = document as { createElement(tag: string): { className: string; textContent: string } };
  const list = stage as { textContent: string; appendChild(child: unknown): void };
  return (i) => {
    if (i === 0) return void (list.textContent = "");
    const div = page.createElement("div");
    div.className = "item";
    div.textContent = "an item of the list";
    list.appendChild(div);
  };
}
