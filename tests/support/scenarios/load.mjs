// What `load` takes in a page, and what it says of what it cannot take. args: addresses by what is wrong with them (tests/browser/load.spec.ts).
import { plainError } from "../scenario-host.mjs";

export default async function load(host) {
  const url = host.urls.greet;
  const { loader: load, args } = host;
  const bytes = new Uint8Array(await (await fetch(url)).arrayBuffer());

  const greets = async (source, options) => {
    const program = await load(source, options);
    const answer = await program.exports.greet("Alice");
    program.terminate();
    return answer;
  };
  const refusal = async (source, options) => {
    try {
      return { loaded: await greets(source, options) };
    } catch (error) {
      return plainError(error);
    }
  };

  const taken = {
    path: await greets(url),
    URL: await greets(new URL(url, location.href)),
    response: await greets(await fetch(url)),
    "promise of a response": await greets(fetch(url)),
    bytes: await greets(bytes),
    buffer: await greets(bytes.slice().buffer),
    "part of a buffer": await greets(new Uint8Array([0, ...bytes, 0]).subarray(1, bytes.length + 1)),
    module: await greets(await WebAssembly.compileStreaming(fetch(url))),
  };

  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const integrityOf = (hash) => ({ integrity: `sha256-${btoa(String.fromCharCode(...hash))}` });
  const integrity = [await refusal(url, integrityOf(digest)), await refusal(url, integrityOf(digest.reverse()))];

  const progress = [];
  await greets(url, { onProgress: ({ loaded, total }) => progress.push([loaded, total]) });
  await host.until(() => progress.at(-1)?.[0] === bytes.length, "the end of the progress");

  const warned = host.console.warn.length;
  taken["wrong type"] = await greets(args.wrongType);
  taken["wrong type again"] = await greets(args.wrongType);
  const warnings = host.console.warn.slice(warned);

  const refused = {};
  for (const [what, address] of Object.entries(args.refused)) refused[what] = await refusal(address);
  refused.aborted = await refusal(url, { signal: AbortSignal.abort() });

  const running = new AbortController();
  const program = await load(url, { signal: running.signal });
  const { variant } = program;
  running.abort();
  const stopped = await host.end(program);
  return { taken, integrity, length: bytes.length, progress, warnings, refused, variant, stopped: [stopped.status, stopped.reason] };
}
