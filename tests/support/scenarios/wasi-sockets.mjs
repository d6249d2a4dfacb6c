// Sockets of a program for WASI (tests/go/wasip1-socket). args: mode; transport, where it is not for `load` to choose; waits: it can wait for the page;
// noJspi: the address of no-jspi.js, to be an engine without (the page and its workers); unshared: without shared memory.
export default async function wasiSockets(host) {
  const { mode, transport, waits, noJspi, unshared } = host.args;
  if (noJspi) delete WebAssembly.Suspending;
  if (unshared) delete globalThis.SharedArrayBuffer; // as in a page that is not isolated
  const encoder = new TextEncoder();
  const decoder = new TextDecoder();
  const plain = ({ name, code, message, cause }) => ({ name, code, message, ...(cause && { cause: cause.code }) });
  const options = { mode, ...(mode === "worker" && transport && { transport }), ...(mode === "worker" && noJspi && { imports: noJspi }) };
  const ended = [];
  const start = async (args, more) => {
    const lines = [];
    const program = await host.load("socket", { ...options, args, sockets: ["a", "b"], stdout: (line) => lines.push(line), stderr: "ignore", ...more });
    ended.push(program.exited);
    /** How it ended, and what it printed. */
    const end = async () => {
      const { code, reason, error } = await program.exited;
      return { lines, code, reason, ...(error && { error: plain(error) }) };
    };
    return { program, end, a: program.channel("a"), b: program.channel("b") };
  };
  const all = async (channel) => {
    const messages = [];
    try {
      for await (const message of channel) messages.push(message);
    } catch (error) {
      return { messages, error: plain(error) };
    }
    return { messages };
  };
  const texts = ({ messages, error }) => ({ text: messages.map((message) => decoder.decode(message)).join(""), ...(error && { error }) });
  const seen = {};

  // What is wrong is refused.
  const refused = (name, more) => host.load(name, { ...options, stdout: "ignore", stderr: "ignore", ...more }).then(String, plain);
  seen.refused = [];
  for (const sockets of [[""], ["a", "a"], ["a\0"], "text", [7], Array.from({ length: 33 }, (_, i) => `s${i}`)]) seen.refused.push(await refused("socket", { args: ["exit"], sockets }));
  seen.notWasi = await refused("js", { sockets: ["a"] });
  seen.none = await (async () => {
    const program = await host.load("socket", { ...options, args: ["raw"], sockets: [], stdout: "ignore", stderr: "ignore" }).catch(plain);
    try {
      return await program.channel("a").opened;
    } catch (error) {
      return plain(error);
    } finally {
      await program.exited;
    }
  })();

  // In page mode the program starts behind what is sent at once: it has no need to wait for that.
  if (waits || mode === "page") {
    const { a, end } = await start(["closed"]);
    for (const text of ["ab", "", "cdef"]) void a.send(encoder.encode(text));
    a.close();
    seen.closed = await end();
  }
  // What a program can do wherever it runs.
  {
    const { a, end } = await start(["exit"]);
    seen.exit = [texts(await all(a)), await end(), await a.send(encoder.encode("late")).catch(plain)];
  }
  {
    const { a, end } = await start(["panic"]);
    seen.panic = [texts(await all(a)), await end()];
  }
  if (!waits) {
    const { a, end } = await start(["wait"]);
    seen.refusal = [await all(a), await end()];
    return seen;
  }

  // Every byte there and back, in messages of all sizes.
  const random = numbers(5);
  const sizes = Array.from({ length: 1000 }, (_, i) => (i < 20 ? 100_000 - i : Math.floor(2 ** (16 * (random() / 2 ** 32)))));
  {
    const { a, end } = await start(["echo"]);
    const sent = new Sum();
    const back = new Sum();
    const total = sizes.reduce((x, y) => x + y);
    const sending = (async () => {
      for (const [i, size] of sizes.entries()) {
        const message = Uint8Array.from({ length: size }, (_, at) => i + at * 7);
        sent.add(message);
        await a.send(message);
      }
    })();
    for await (const message of a) {
      back.add(message);
      if (back.length >= total) break;
    }
    await sending;
    a.close();
    seen.echo = [total, sent, back, await end()];
  }
  // What the program writes in one call is one message.
  {
    const { a, end } = await start(["send", [...sizes, 131_064, 131_065, 300_000].join(",")]);
    let wrong = 0;
    const longer = [];
    let i = 0;
    for await (const message of a) {
      if (i >= sizes.length) longer.push(message.length);
      else if (message.length !== sizes[i] || !message.every((byte, at) => byte === ((i + at) & 255))) wrong++;
      i++;
    }
    seen.send = [wrong, longer, await end()];
  }
  // Back-pressure: who does not read holds up the page.
  {
    const { a, b, end } = await start(["stall"]);
    await a.opened;
    const message = new Uint8Array(100_000);
    let taken = 0;
    while (taken < 100 && a.trySend(message)) taken++;
    const waiting = a.send(message);
    await b.send(message.subarray(0, 1));
    await waiting;
    a.close();
    seen.stall = [taken >= 16 && taken < 100, (await end()).lines.map((line) => (line === `${(taken + 1) * 100_000} <nil>` ? "all" : line))];
  }
  {
    const { program, a, end } = await start(["half"]);
    const first = texts(await all(a));
    const { status } = program;
    await a.send(new Uint8Array(20_000));
    a.close();
    seen.half = [first, status, await end()];
  }
  {
    const { program, a, b, end } = await start(["wait"]);
    const never = program.channel("never");
    await a.opened;
    seen.tooLong = await a.send(new Uint8Array(131_065)).catch(plain);
    const reading = [all(a), all(b), all(never), never.opened.catch(plain)];
    program.terminate();
    const { reason, error } = await end();
    seen.terminated = [...(await Promise.all(reading)), await a.send(new Uint8Array(1)).catch(plain), reason, error];
    await program.restart();
    const again = program.channel("a");
    await again.send(new Uint8Array(1));
    const { code } = await program.exited;
    seen.again = [again !== a, code];
  }
  // It sleeps until something comes: no host call meanwhile.
  {
    const { program, a, end } = await start(["wait"]);
    await a.opened;
    await host.sleep(150);
    await a.send(new Uint8Array(1));
    const { lines } = await end();
    seen.asleep = [lines, (await program.stats()).hostCalls < 1000];
  }
  {
    const { a, end } = await start(["deadline"]);
    const answers = a[Symbol.asyncIterator]();
    const asked = decoder.decode((await answers.next()).value);
    await a.send(encoder.encode("here"));
    seen.deadline = [asked, await end()];
  }
  {
    const { a, b, end } = await start(["two"]);
    for (let i = 0; i < 300; i++) {
      void a.send(encoder.encode("eins "));
      void b.send(encoder.encode("zwei "));
    }
    // A page that has closed receives no more: it closes when it has everything.
    const take = async (channel) => {
      let text = "";
      for await (const message of channel) if ((text += decoder.decode(message)).length === 1500) break;
      return text;
    };
    const got = await Promise.all([take(a), take(b)]);
    a.close();
    b.close();
    seen.two = [got[0] === "zwei ".repeat(300), got[1] === "eins ".repeat(300), await end()];
  }
  {
    const { a, b, end } = await start(["compute"]);
    const others = [];
    for await (const message of b) if (others.push(decoder.decode(message)) === 2) break;
    const answers = a[Symbol.asyncIterator]();
    for (const word of ["one", "two", "three"]) {
      await a.send(encoder.encode(`${word}\n`));
      others.push(decoder.decode((await answers.next()).value));
    }
    a.close();
    seen.compute = [others, await end()];
  }
  // Behind folders; as text; read and written by calls that wait themselves.
  {
    const { program, end } = await start(["file"], { sockets: ["lines"], preopens: { "/one": {}, "/two": {} }, env: { FIRST: "5" } });
    const lines = program.channel("lines", { codec: "text" });
    seen.codec = (() => {
      try {
        return program.channel("lines");
      } catch (error) {
        return plain(error);
      }
    })();
    await lines.send("äöü\n");
    const answers = lines[Symbol.asyncIterator]();
    seen.file = [(await answers.next()).value];
    await lines.send("half a li");
    await lines.send("ne\n");
    seen.file.push((await answers.next()).value);
    await lines.send("end\n");
    seen.file.push((await answers.next()).value);
    let more = 0;
    for (let next = await answers.next(); !next.done; next = await answers.next()) more += next.value.length;
    lines.close();
    seen.file.push(more, await end());
  }
  // Standard input and a socket, whichever comes first.
  {
    let stdin;
    const { a, end } = await start(["both"], { stdin: new ReadableStream({ start: (controller) => void (stdin = controller) }) });
    const answers = a[Symbol.asyncIterator]();
    const heard = [];
    const say = async (tell) => {
      tell();
      const { value } = await answers.next();
      if (value) heard.push(decoder.decode(value));
    };
    for (let i = 0; i < 3; i++) {
      await say(() => stdin.enqueue(encoder.encode(`${i}\n`)));
      await say(() => void a.send(encoder.encode(`${i}\n`)));
    }
    await say(() => stdin.close());
    await say(() => void a.send(encoder.encode("last\n")));
    a.close();
    seen.both = [heard, (await end()).lines.at(-1)];
  }
  // WASI's own functions.
  {
    const { a, end } = await start(["raw"]);
    const answers = a[Symbol.asyncIterator]();
    const ready = decoder.decode((await answers.next()).value);
    for (const text of ["abcdef", "0123", "4567", "89ab", "cd"]) void a.send(encoder.encode(text));
    const over = await answers.next();
    await a.send(encoder.encode("the rest"));
    a.close();
    seen.raw = [ready, over.done, await end()];
  }
  if (host.urls.library) {
    const program = await host.load("library", { ...options, sockets: ["a"], stdout: "ignore", stderr: "ignore" });
    const a = program.channel("a", { codec: "text" });
    const answering = program.exports.answer();
    await a.send("of a library\n");
    const messages = [];
    for await (const message of a) messages.push(message);
    seen.library = [messages, await answering, program.status];
    program.terminate();
  }
  seen.ends = (await Promise.all(ended)).length;
  return seen;
}

/** Seeded numbers: xorshift32. */
function numbers(seed) {
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
}

/** A checksum that knows the order of bytes, not how they were cut. */
class Sum {
  length = 0;
  hash = 2166136261;

  add(bytes) {
    for (let i = 0; i < bytes.length; i++) this.hash = Math.imul(this.hash ^ bytes[i], 16777619);
    this.length += bytes.length;
  }
}
