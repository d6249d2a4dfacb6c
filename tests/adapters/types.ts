/** A user's TypeScript on the adapters: what is accepted, what is given, and what is refused. Type-checked by the test `types`. */
import { useChannel, useChannelStream, useExport, useGo, useGoSuspense } from "../../js/src/adapters/react.ts";
import * as vue from "../../js/src/adapters/vue.ts";
import type { Program } from "../../js/src/program.ts";

interface Exports {
  add(a: number, b: number): number;
  later(): Promise<string>;
}

export function inReact(): void {
  const { status, progress, program, error } = useGo<Exports>("main.wasm", { args: ["-v"] });
  void [status === "failed", progress?.loaded, error];
  const add = useExport(program, "add");
  const sum: Promise<number> = add.call(1, 2, AbortSignal.timeout(1));
  const result: number | undefined = add.result;
  const text: string | undefined = useExport(program, "later").result;
  const { program: there }: { program: Program<Exports> } = useGoSuspense<Exports>(new URL("https://example.org/main.wasm"));
  const ticks: Float64Array | undefined = useChannel<never, Float64Array>(program, "ticks", { codec: "f64" }).value;
  const { messages, send } = useChannelStream<string>(there, "lines", { codec: "text", limit: 10 });
  void [sum, result, text, ticks, messages satisfies readonly string[], send("a line")];
  useGo(undefined);
  useGo(new Uint8Array(8), { key: "bytes", mode: "page", imports: {} });
  // @ts-expect-error no such function
  useExport(program, "sub");
  // @ts-expect-error a number is wanted
  void add.call("1", 2);
  // @ts-expect-error the registry ends programs
  useGo("main.wasm", { signal: AbortSignal.timeout(1) });
  // @ts-expect-error in a worker, imports are a script
  useGo("main.wasm", { imports: { mine: {} } });
  // @ts-expect-error no such codec
  useChannel(program, "ticks", { codec: "f16" });
}

export function inVue(): void {
  const { program, status } = vue.useGo<Exports>(() => "main.wasm");
  const shown: string = status.value;
  const { call, result } = vue.useExport(program, "add");
  const sum: Promise<number> = call(1, 2);
  const last: number | undefined = result.value;
  const one: string | undefined = vue.useChannel<string>(program, "lines", { codec: "text" }).value.value;
  const all: readonly string[] = vue.useChannelStream<string>(() => program.value, "lines", { codec: "text" }).messages.value;
  void [shown, sum, last, one, all];
  // @ts-expect-error no such function
  vue.useExport(program, "sub");
  // @ts-expect-error a ref is read-only
  status.value = "running";
}
