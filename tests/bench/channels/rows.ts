/** What is measured, and what is to be reached. */
import type { SideName, Subject } from "./subject.ts";

export interface RowInfo {
  readonly name: string;
  /** Ours, the floor, what is usual, and what else takes part. */
  readonly ours: SideName;
  readonly floor: SideName;
  readonly others: readonly SideName[];
  /** So many bytes in each operation. */
  readonly bytes: number;
  readonly isThroughput: boolean;
  /** At most so many times the floor's time; in Chromium alone where `chromium`. */
  readonly mostOfFloor?: number;
  /** At least so many times faster than postMessage. */
  readonly leastOverPosted?: number;
  readonly chromiumOnly?: true;
}

const largest = 64 << 10;

export const rows: readonly RowInfo[] = [
  { name: "round trip 64 B, no spin", ours: "oursNoSpin", floor: "floorNoSpin", others: ["posted", "comlink"], bytes: 64, isThroughput: false, mostOfFloor: 1.5, leastOverPosted: 1.5 },
  { name: "round trip 64 B", ours: "ours", floor: "floor", others: ["posted", "comlink"], bytes: 64, isThroughput: false, leastOverPosted: 5, chromiumOnly: true },
  { name: "64 B page → Go", ours: "ours", floor: "floor", others: ["posted", "comlink"], bytes: 64, isThroughput: true, mostOfFloor: 3, leastOverPosted: 20 },
  { name: "64 B Go → page", ours: "ours", floor: "floor", others: ["posted"], bytes: 64, isThroughput: true, mostOfFloor: 3, leastOverPosted: 20 },
  { name: "64 KiB page → Go", ours: "ours", floor: "floor", others: ["posted"], bytes: largest, isThroughput: true, mostOfFloor: 2 },
  { name: "64 KiB Go → page", ours: "ours", floor: "floor", others: ["posted"], bytes: largest, isThroughput: true, mostOfFloor: 2 },
];

/** The most milliseconds that a thread may stay away from its event loop while messages pour. */
export const mostGapMs = 20;

/** Whether a row is little more than two wake-ups of a thread: then the machine, and not the host, says how long it takes. It is measured on one CPU, too. */
export const isOfWakes = ({ ours }: RowInfo): boolean => ours === "oursNoSpin";

/** Runs a row's operation so often; undefined where that subject has not got it. */
export function operation({ name, bytes }: RowInfo, subject: Subject): ((count: number) => Promise<void>) | undefined {
  if (name.startsWith("round trip")) return count => subject.roundTrips(count);
  if (name.includes("page →")) return count => subject.toWorker(count, bytes);
  return subject.fromWorker && (count => (subject.fromWorker as NonNullable<Subject["fromWorker"]>)(count, bytes));
}
