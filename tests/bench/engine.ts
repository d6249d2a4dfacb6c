/** An engine in which the benchmark runs. */
import type { Mode, RoundJob, StartJob } from "./jobs.ts";
import type { Memory, Pair } from "./results.ts";

export interface Engine {
  /** Name and version. */
  readonly name: string;
  readonly hasDocument: boolean;
  /** One round in a fresh process or page. */
  round(job: RoundJob): Promise<Record<string, Pair>>;
  /** What one program costs beside Go's memory, on each side. Absent where the engine does not tell. */
  memory?(mode: Mode): Promise<Memory>;
  /** One round of page loads. Absent without pages. */
  start?(job: StartJob): Promise<Pair>;
  close(): Promise<void>;
}
