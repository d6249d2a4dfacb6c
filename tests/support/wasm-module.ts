/** Makes small WebAssembly modules that look like a Go program, or almost. */

interface ModuleOptions {
  /** Functions that it imports, of type (i32) -> (): module and name. The first one is called by `calls`. */
  readonly imports?: readonly (readonly [module: string, name: string])[];
  /** The names under which it exports its functions of types (i32 i32) -> (), () -> (), () -> i32, and its memory. */
  readonly exports?: readonly string[];
  /** Who calls the first import with this address: `run`, or the start section while the module is instantiated. */
  readonly calls?: readonly [by: "run" | "start", address: number];
  /** Custom sections: name and text. */
  readonly custom?: Readonly<Record<string, string>>;
}

/** What a Go program for GOOS=js exports. */
export const goExports = ["run", "resume", "getsp", "mem"] as const;

const i32 = 0x7f;
const text = (value: string): number[] => vector([...new TextEncoder().encode(value)]);
const vector = (items: readonly (number | readonly number[])[]): number[] => [...uint(items.length), ...items.flat()];
const section = (id: number, content: readonly number[]): number[] => [id, ...uint(content.length), ...content];

/** LEB128. */
function uint(value: number): number[] {
  return value < 128 ? [value] : [(value & 127) | 128, ...uint(value >>> 7)];
}
function int(value: number): number[] {
  const rest = value >> 7;
  return (rest === 0 && !(value & 64)) || (rest === -1 && value & 64) ? [value & 127] : [(value & 127) | 128, ...int(rest)];
}

/** The bytes of a module with one page of memory, whose functions do nothing but what `calls` says. */
export function wasmModule({ imports = [], exports = [], calls, custom = {} }: ModuleOptions): Uint8Array<ArrayBuffer> {
  const types = [[0x60, ...vector([i32, i32]), 0], [0x60, 0, 0], [0x60, 0, ...vector([i32])], [0x60, ...vector([i32]), 0]];
  const call = calls ? [0x41, ...int(calls[1]), 0x10, 0] : [];
  const body = (code: readonly number[]): number[] => vector([0, ...code, 0x0b]);
  const kinds = [0, 0, 0, 2];
  const index = (i: number): number => (kinds[i] === 2 ? 0 : imports.length + i);
  return new Uint8Array([
    ...[0, 97, 115, 109, 1, 0, 0, 0],
    ...section(1, vector(types)),
    ...section(2, vector(imports.map(([module, name]) => [...text(module), ...text(name), 0, 3]))),
    ...section(3, vector([0, 1, 2, 1])),
    ...section(5, vector([[0, 1]])),
    ...section(7, vector(exports.map((name, i) => [...text(name), kinds[i] as number, ...uint(index(i))]))),
    ...(calls?.[0] === "start" ? section(8, uint(imports.length + 3)) : []),
    ...section(10, vector([body(calls?.[0] === "run" ? call : []), body([]), body([0x41, 0]), body(calls?.[0] === "start" ? call : [])])),
    ...Object.entries(custom).flatMap(([name, content]) => section(0, [...text(name), ...new TextEncoder().encode(content)])),
  ]);
}
