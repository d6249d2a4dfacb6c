// Runs one program to its end. args: { program, args, stdin, stdout }. Returns its output, and how it ended.
export default async function output(host) {
  const { program: name, args, stdin, target = "callback" } = host.args;
  const lines = [];
  const errors = [];
  const chunks = [];
  const targets = {
    callback: { stdout: (line) => lines.push(line), stderr: (line) => errors.push(line) },
    stream: { stdout: sink(chunks, lines), stderr: sink([], errors) },
    ignore: { stdout: "ignore", stderr: "ignore" },
    console: {},
  };
  const options = { args, ...targets[target], ...(stdin === undefined ? {} : { stdin: source(stdin) }) };
  const program = await host.load(name, options);
  const end = await host.end(program);
  await host.sleep(5); // a stream is written to by promises
  return { lines, errors, end, chunks: chunks.length };
}

/** A stream that decodes what it gets; `into` holds the whole text as its only line. */
function sink(chunks, into) {
  const decoder = new TextDecoder();
  return new WritableStream({
    write(chunk) {
      chunks.push(chunk);
      into[0] = (into[0] ?? "") + decoder.decode(chunk, { stream: true });
    },
    close() {
      into.push("closed");
    },
  });
}

/** stdin as JSON says it: { text }, { bytes: [..] }, { stream: [[..], ..], delay } (bytes by chunk) or { streamText: [..] }. */
function source(stdin) {
  if (stdin.text !== undefined) return stdin.text;
  if (stdin.bytes) return new Uint8Array(stdin.bytes);
  if (stdin.buffer) return new Uint8Array(stdin.buffer).buffer;
  const chunks = [...(stdin.streamText ?? stdin.stream.map((bytes) => new Uint8Array(bytes)))];
  return new ReadableStream({
    async pull(controller) {
      await new Promise((resolve) => setTimeout(resolve, stdin.delay ?? 0));
      if (chunks.length === 0) controller.close();
      else controller.enqueue(chunks.shift());
    },
  });
}
