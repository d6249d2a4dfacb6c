/** Writes values for Go (Reader in go/internal/wire). */
import { classOf, kindOf, LARGE, Tag } from "./kinds.js";

const MAX_DEPTH = 200; // what is deeper holds itself
const FIRST_SIZE = 1024;
const text = new TextEncoder();

/** Bytes that grow, and what they refer to. */
export class Encoder {
  /** What has been written refers to these. */
  refs: unknown[] = [];
  /** Whether Go reads it later, when the page may have changed what it gave. */
  later = false;
  #bytes = new Uint8Array(FIRST_SIZE);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;
  #depth = 0;

  /** Forgets what was written. */
  clear(): void {
    this.refs = [];
    this.#at = this.#depth = 0;
  }

  /** A copy of what has been written. */
  copy(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#at);
  }

  u8(n: number): void {
    this.#room(1);
    this.#bytes[this.#at++] = n;
  }

  u32(n: number): void {
    this.#room(4);
    this.#view.setUint32(this.#at, n, true);
    this.#at += 4;
  }

  /** Sets a number that was written before. */
  setU32(at: number, n: number): void {
    this.#view.setUint32(at, n, true);
  }

  /** A value by reference, but for those that Go tells apart without one. */
  raw(value: unknown): void {
    if ((typeof value === "object" && value !== null) || typeof value === "function" || typeof value === "string" || typeof value === "bigint") this.#reference(value, typeof value);
    else this.value(value);
  }

  value(value: unknown): void {
    switch (typeof value) {
      case "number":
        return this.#number(Tag.number, value);
      case "string":
        this.u8(Tag.string);
        return this.#text(value);
      case "boolean":
        return this.u8(value ? Tag.true : Tag.false);
      case "undefined":
        return this.u8(Tag.undefined);
      case "bigint":
        return this.#bigInt(value);
      case "object":
        return value === null ? this.u8(Tag.null) : this.#object(value);
      default:
        return this.#reference(value, typeof value);
    }
  }

  /** What was thrown: an error as one, and all else as a value, or a reference. */
  thrown(value: unknown): void {
    const start = this.#at;
    const held = this.refs.length;
    try {
      this.value(value);
    } catch {
      this.#at = start;
      this.refs.length = held;
      this.#reference(value, typeof value);
    }
  }

  #room(count: number): void {
    if (this.#at + count <= this.#bytes.length) return;
    const bytes = new Uint8Array(Math.max(this.#at + count, 2 * this.#bytes.length));
    bytes.set(this.#bytes.subarray(0, this.#at));
    this.#bytes = bytes;
    this.#view = new DataView(bytes.buffer);
  }

  #number(tag: number, n: number): void {
    this.#room(9);
    this.#bytes[this.#at] = tag;
    this.#view.setFloat64(this.#at + 1, n, true);
    this.#at += 9;
  }

  #text(value: string): void {
    this.#room(4 + 3 * value.length);
    const start = this.#at + 4;
    let at = start;
    if (value.length < 64) {
      // encodeInto costs more than this loop for short ASCII, which most are.
      for (let i = 0; i < value.length; i++) {
        const code = value.charCodeAt(i);
        if (code > 127) break;
        this.#bytes[at++] = code;
      }
    }
    if (at - start < value.length) at = start + text.encodeInto(value, this.#bytes.subarray(start)).written;
    this.#view.setUint32(start - 4, at - start, true);
    this.#at = at;
  }

  #bigInt(value: bigint): void {
    const signed = BigInt.asIntN(64, value);
    if (signed !== value && BigInt.asUintN(64, value) !== value) throw new RangeError(`${value} does not fit 64 bits`);
    this.u8(signed === value ? Tag.bigInt : Tag.bigUint);
    this.#room(8);
    this.#view.setBigInt64(this.#at, signed, true);
    this.#at += 8;
  }

  #reference(value: unknown, what: string): void {
    this.u8(Tag.reference);
    this.#text(what);
    this.u32(this.refs.length);
    this.refs.push(value);
  }

  #object(value: object): void {
    if (this.#depth >= MAX_DEPTH) throw new RangeError(`an object holds itself, or is more than ${MAX_DEPTH} deep`);
    this.#depth++;
    if (Array.isArray(value)) {
      this.u8(Tag.array);
      this.u32(value.length);
      for (let i = 0; i < value.length; i++) this.value(value[i]);
    } else {
      this.#noArray(value, classOf(value));
    }
    this.#depth--;
  }

  #noArray(value: object, className: string): void {
    const kind = kindOf(className);
    if (kind !== undefined) return this.#numbers(value as ArrayBufferView | ArrayBuffer, kind);
    switch (className) {
      case "Object": {
        const names = Object.keys(value);
        this.u8(Tag.object);
        this.u32(names.length);
        for (const name of names) {
          this.#text(name);
          this.value((value as Record<string, unknown>)[name]);
        }
        return;
      }
      case "Date":
        return this.#number(Tag.date, Number(value));
      case "Error":
      case "DOMException": {
        const { name, message, stack } = value as Error;
        this.u8(Tag.error);
        for (const part of [name, message, stack]) this.#text(String(part ?? ""));
        this.refs.push(value);
        return this.u32(this.refs.length);
      }
      default:
        return this.#reference(value, className);
    }
  }

  #numbers(value: ArrayBufferView | ArrayBuffer, kind: number): void {
    const bytes = ArrayBuffer.isView(value) ? new Uint8Array(value.buffer, value.byteOffset, value.byteLength) : new Uint8Array(value);
    const many = bytes.length >= LARGE;
    this.u8(many ? Tag.manyBytes : Tag.numbers);
    this.u8(kind);
    this.u32(bytes.length);
    if (many) {
      this.u32(this.refs.length);
      this.refs.push(this.later ? bytes.slice() : bytes);
      return;
    }
    this.#room(bytes.length);
    this.#bytes.set(bytes, this.#at);
    this.#at += bytes.length;
  }
}
