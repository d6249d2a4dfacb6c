/** In place of node:stream in the page: memfs derives classes from these, and the benchmark makes none of them. */
export class Readable {}
export class Writable {}
