/**
 * Which of Go's functions calls: found in the tables that the runtime itself unwinds stacks by, in Go's memory (runtime/symtab.go: pcHeader, ftab,
 * funcspdelta; runtime/traceback.go). What is not laid out as there is nobody's call.
 */
import type { Views } from "../host/views.js";

/** pcHeader begins with one of these words (Go 1.18 and 1.19; 1.20 and later), and this one: two zeros, minLC 1, ptrSize 8. */
const MAGICS = [0xfffffff1, 0xfffffff0];
const AFTER_MAGIC = 0x08010000;

/** A PC is the number of a function, from 0x1000 on, above 16 bits that say where in it. The tables have the number (Go 1.27) or the PC of its start. */
const PC_BITS = 16;
const LEAST_PC = 0x1000 << PC_BITS;
const functionOf = (entry: number): number => (entry < LEAST_PC ? entry : entry >>> PC_BITS);

/** So many calls are looked at. */
const NEAR = 4;

interface Tables {
  /** Addresses in bytes. */
  readonly names: number;
  readonly pcTables: number;
  readonly functions: number;
  readonly count: number;
}

export class Callers {
  readonly #go: Views;
  readonly #names: readonly string[];
  #tables: Tables | undefined;
  #wanted: ReadonlySet<number> | undefined; // numbers of the functions with those names
  readonly #frames = new Map<number, number>(); // bytes of the frame, by the PC in it

  /** `names`: those that are looked for. */
  constructor(go: Views, names: readonly string[]) {
    this.#go = go;
    this.#names = names;
  }

  /**
   * Where the arguments of the nearest of those functions lie that has called an import, by a few others perhaps; 0 where there is none. `sp`: the
   * stack pointer in the import, where the return address lies.
   */
  argumentsOf(sp: number): number {
    if (this.#go.u32.length === 0) this.#go.refresh();
    const wanted = (this.#wanted ??= this.#find());
    if (wanted.size === 0) return 0;
    for (let i = 0, at = sp; i < NEAR; i++) {
      const pc = this.#pc(at);
      let frame = this.#frames.get(pc);
      if (frame === undefined) this.#frames.set(pc, (frame = this.#frameOf(pc)));
      at += 8 + frame; // where the caller's return address lies
      if (wanted.has(Math.floor(pc / 2 ** PC_BITS))) return at + 8;
    }
    return 0;
  }

  /** The return address at an address; no number where there is none. */
  #pc(at: number): number {
    const { u32 } = this.#go;
    return (u32[at >>> 2] as number) + (u32[(at >>> 2) + 1] as number) * 2 ** 32;
  }

  #word(at: number): number {
    return this.#go.u32[at >>> 2] as number;
  }

  #find(): ReadonlySet<number> {
    const wanted = new Set<number>();
    for (const tables of this.#candidates()) {
      for (let i = 0; i < tables.count; i++) {
        const at = tables.functions + 8 * i;
        if (this.#isWanted(tables.names + this.#word(tables.functions + this.#word(at + 4) + 4))) wanted.add(functionOf(this.#word(at)));
      }
      if (wanted.size === 0) continue;
      this.#tables = tables;
      break;
    }
    return wanted;
  }

  *#candidates(): Generator<Tables> {
    const { u32 } = this.#go;
    for (const magic of MAGICS) {
      for (let at = u32.indexOf(magic); at >= 0; at = u32.indexOf(magic, at + 1)) {
        if (u32[at + 1] !== AFTER_MAGIC) continue;
        const header = 4 * at;
        // Offsets from the header: names, compilation units, files, PC tables, functions.
        const offsets = [32, 40, 48, 56, 64].map(offset => this.#word(header + offset));
        if (!offsets.every((offset, i) => offset > (offsets[i - 1] ?? 71) && header + offset < 4 * u32.length)) continue;
        const [names, , , pcTables, functions] = offsets.map(offset => header + offset) as [number, number, number, number, number];
        const count = this.#word(header + 8);
        if (functions + 8 * count < 4 * u32.length) yield { names, pcTables, functions, count };
      }
    }
  }

  #isWanted(at: number): boolean {
    const { u8 } = this.#go;
    return this.#names.some(name => {
      for (let i = 0; i < name.length; i++) if (u8[at + i] !== name.charCodeAt(i)) return false;
      return u8[at + name.length] === 0;
    });
  }

  /** How many bytes of its stack a function has below a PC in it: the value of its table pcsp there (runtime.funcspdelta). */
  #frameOf(pc: number): number {
    const { functions, count, pcTables } = this.#tables as Tables;
    const wanted = Math.floor(pc / 2 ** PC_BITS);
    for (let i = 0; i < count; i++) {
      const at = functions + 8 * i;
      if (functionOf(this.#word(at)) === wanted) return this.#valueAt(pcTables + this.#word(functions + this.#word(at + 4) + 16), pc % 2 ** PC_BITS);
    }
    return Number.NaN;
  }

  /** runtime.pcvalue: steps of a value and of how far it holds, from −1 on. */
  #valueAt(at: number, target: number): number {
    const { u8 } = this.#go;
    const varint = (): number => {
      let value = 0;
      for (let shift = 0; shift < 35; shift += 7) {
        const byte = u8[at++] as number;
        value |= (byte & 127) << shift;
        if (!(byte & 128)) break;
      }
      return value >>> 0;
    };
    let value = -1;
    for (let end = 0, first = true; ; first = false) {
      const step = varint();
      if ((step === 0 && !first) || at >= u8.length) return Number.NaN;
      value += step & 1 ? ~(step >>> 1) : step >>> 1;
      end += varint();
      if (target < end) return value;
    }
  }
}
