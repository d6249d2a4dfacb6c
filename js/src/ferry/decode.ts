/** Reads values from Go (Writer in go/internal/wire). */
import { Tag, typedArrays } from "./kinds.js";

const text = new TextDecoder("utf-8", { ignoreBOM: true });

/** Reads one message. */
export class Decoder {
  readonly #bytes: Uint8Array<ArrayBuffer>;
  readonly #view: DataView;
  readonly #refs: readonly unknown[];
  #at = 0;

  constructor(bytes: Uint8Array<ArrayBuffer>, refs: readonly unknown[]) {
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer, bytes.byteOffset);
    this.#refs = refs;
  }

  value(): unknown {
    switch (this.#u8()) {
      case Tag.null:
        return null;
      case Tag.false:
        return false;
      case Tag.true:
        return true;
      case Tag.number:
        return this.#number();
      case Tag.string:
        return this.#text();
      case Tag.array: {
        const list = new Array<unknown>(this.#u32());
        for (let i = 0; i < list.length; i++) list[i] = this.value();
        return list;
      }
      case Tag.object:
        return this.#object();
      case Tag.numbers: {
        const type = typedArrays[this.#u8()] as (typeof typedArrays)[number];
        const length = this.#u32();
        this.#at += length;
        return new type(this.#bytes.slice(this.#at - length, this.#at).buffer);
      }
      case Tag.bigInt:
        return this.#view.getBigInt64(this.#skip(8), true);
      case Tag.bigUint:
        return this.#view.getBigUint64(this.#skip(8), true);
      case Tag.date:
        return new Date(this.#number());
      case Tag.error:
        return this.#error();
      case Tag.reference:
        this.#text();
        return this.#refs[this.#u32()];
      case Tag.manyBytes: {
        const type = typedArrays[this.#u8()] as (typeof typedArrays)[number];
        this.#u32();
        const bytes = this.#refs[this.#u32()] as Uint8Array<ArrayBuffer>;
        return type === Uint8Array ? bytes : new type(bytes.buffer);
      }
      default:
        return undefined;
    }
  }

  #skip(count: number): number {
    this.#at += count;
    return this.#at - count;
  }

  #u8(): number {
    return this.#bytes[this.#at++] as number;
  }

  #u32(): number {
    return this.#view.getUint32(this.#skip(4), true);
  }

  #number(): number {
    return this.#view.getFloat64(this.#skip(8), true);
  }

  #text(): string {
    const length = this.#u32();
    const start = this.#skip(length);
    if (length < 24) {
      // TextDecoder costs more than this loop for short ASCII, which names and most texts are.
      let ascii = "";
      let i = start;
      for (; i < this.#at && (this.#bytes[i] as number) < 128; i++) ascii += String.fromCharCode(this.#bytes[i] as number);
      if (i === this.#at) return ascii;
    }
    return text.decode(this.#bytes.subarray(start, this.#at));
  }

  #object(): object {
    const object: Record<string, unknown> = {};
    for (let count = this.#u32(); count > 0; count--) {
      const name = this.#text();
      const value = this.value();
      if (name === "__proto__") Object.defineProperty(object, name, { value, writable: true, enumerable: true, configurable: true });
      else object[name] = value;
    }
    return object;
  }

  #error(): unknown {
    const name = this.#text();
    const message = this.#text();
    this.#text(); // Go's copy of a stack is of no use here
    const reference = this.#u32();
    if (reference > 0) return this.#refs[reference - 1];
    const error = new Error(message);
    if (name !== "" && name !== "Error") error.name = name;
    return error;
  }
}
