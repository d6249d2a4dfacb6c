/** Channels between a page (here: Node) and a Go program: the same tests over each transport. */
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { connect, load, type Channel, type LoadOptions, type Program } from "../../js/dist/index.js";
import { nodeHosts, program as built } from "../support/hosts.ts";

const bytes = readFileSync(built("channels"));
const transports = ["local", "shared", "port"] as const;

/** Seeded numbers: xorshift32. */
function numbers(seed: number): () => number {
  return () => {
    seed ^= seed << 13;
    seed ^= seed >>> 17;
    seed ^= seed << 5;
    return seed >>> 0;
  };
}

for (const { variant } of nodeHosts()) {
  for (const transport of transports) {
    const start = (): Promise<Program> => {
      const options: LoadOptions = transport === "local" ? { variant } : { variant, mode: "worker", transport };
      return load(bytes, { ...options, stdout: "ignore", stderr: "ignore" });
    };
    /** A test on a program of its own, which it ends. */
    const check = (what: string, body: (program: Program, run: (command: string) => Promise<string>) => Promise<void>): void => {
      test(`${variant}, ${transport}: ${what}`, { timeout: 60_000 }, async () => {
        const program = await start();
        assert.equal(program.transport, transport);
        const control = program.channel("control", { codec: "text" });
        const answers = control[Symbol.asyncIterator]();
        const run = async (command: string): Promise<string> => {
          await control.send(command);
          return (await answers.next()).value as string;
        };
        try {
          await body(program, run);
        } finally {
          program.terminate();
          await program.exited;
        }
        assert.equal((await program.stats()).refs, 0);
      });
    };

    check("messages of every size come back whole and in order", async program => {
      const echo = program.channel("echo");
      const random = numbers(7);
      const messages = Array.from({ length: 3000 }, (_, i) => {
        const message = new Uint8Array(random() % (i % 100 === 0 ? 16_000 : 200)).map((_, at) => i + 3 * at);
        if (message.length >= 4) new DataView(message.buffer).setUint32(0, i);
        return message;
      });
      const sending = (async () => {
        for (const message of messages) await echo.send(message);
      })();
      let count = 0;
      for await (const message of echo) {
        assert.deepEqual(message, messages[count]);
        if (++count === messages.length) break;
      }
      await sending;
      assert.equal(count, messages.length);
    });

    check("text, JSON and arrays of numbers", async program => {
      const roundTrip = async <T>(channel: Channel<T, T>, value: T): Promise<T> => {
        await channel.send(value);
        for await (const back of channel) return back;
        throw new Error("it ended");
      };
      for (const text of ["", "plain", "\uFEFFmit BOM, äöü, 漢字, 🙂"]) assert.equal(await roundTrip(program.channel("text", { codec: "text" }), text), text);
      const json = program.channel<unknown>("json", { codec: "json" });
      for (const value of [null, 1.5, "x", [1, { a: "b" }], { deep: [[]] }]) assert.deepEqual(await roundTrip(json, value), value);
      const floats = new Float64Array([0, -0, NaN, Infinity, 1e-300]);
      assert.deepEqual(await roundTrip(program.channel("f64", { codec: "f64" }), floats), floats);
      assert.deepEqual(await roundTrip(program.channel<number[] | Int16Array>("i16", { codec: "i16" }), [1, -2, 40_000]), new Int16Array([1, -2, 40_000]));
      assert.throws(() => program.channel("f64", { codec: "f64" }).trySend("text" as never), TypeError);
    });

    check("a codec that is not Go's is refused, on both sides of the opening", async (program, run) => {
      const early = program.channel("count", { codec: "text" });
      await run("count 1");
      await assert.rejects(early.opened, { name: "GoChannelError", code: "codec-mismatch", message: /count.*text here, and bytes in Go/ });
      await assert.rejects(early.send("x"), { code: "codec-mismatch" });
      await assert.rejects(early[Symbol.asyncIterator]().next(), { code: "codec-mismatch" });
      await assert.rejects(program.channel("text", { codec: "json" }).opened, { code: "codec-mismatch" });
      assert.throws(() => program.channel("echo", { codec: "utf8" as never }), /"utf8" is no codec; there are bytes, text/);
    });

    check("one object for each name, before Go opens it and after", async (program, run) => {
      const early = program.channel("sum");
      assert.equal(program.channel("sum"), early);
      const sent = early.send(new Uint8Array([5, 0, 0, 0])); // waits for Go
      await run("sum");
      await Promise.all([early.opened, sent]);
      assert.equal(program.channel("sum"), early);
      assert.throws(() => program.channel("sum", { codec: "json" }), { code: "codec-mismatch" });
    });

    check("back-pressure: a full channel takes no more, and nothing is lost", async program => {
      const small = program.channel("small");
      const messages = Array.from({ length: 400 }, (_, i) => new Uint8Array(40).fill(i));
      await small.opened;
      let taken = 0;
      const sends = messages.map(message => small.send(message).then(() => taken++));
      await new Promise(resolve => setTimeout(resolve, 50)); // Go echoes until its own side is full
      assert.ok(taken < 400, `${taken} of 400 messages were taken by rings of about 16 each`);
      assert.equal(small.trySend(new Uint8Array(1)), false);
      let i = 0;
      for await (const message of small) {
        assert.deepEqual(message, messages[i]);
        if (++i === 400) break;
      }
      await Promise.all(sends);
      assert.equal(taken, 400);
    });

    check("Go waits for space, and learns of its context meanwhile", async (_program, run) => {
      const [sent, error] = (await run("full")).split(/ (.*)/);
      if (transport !== "port") assert.deepEqual([Number(sent) >= 16, error], [true, "context deadline exceeded"]); // a port takes as much again
    });

    check("Go's errors are the documented ones", async (_program, run) => {
      assert.equal(await run("errors"), 'ferry: channel "errors" is open already|true false <nil> context canceled true true');
    });

    check("after Go's close everything is received, then the iteration ends", async (program, run) => {
      await run("count 5000");
      let i = 0;
      for await (const message of program.channel("count")) {
        assert.equal(new DataView(message.buffer).getUint32(0, true), i);
        assert.equal(message.length, 4 + (i % 5));
        i++;
      }
      assert.equal(i, 5000);
      const closed = program.channel("echo");
      closed.close();
      await assert.rejects(closed.send(new Uint8Array(1)), { code: "channel-closed", message: /channel echo of .* is closed/ });
      for (let again = 0; again < 3; again++) {
        await run(`count ${again}`); // the same name, and the same place in the arena
        let count = 0;
        for await (const _ of program.channel("count")) count++;
        assert.equal(count, again);
      }
    });

    check("after the page's close Go receives everything, then io.EOF", async (program, run) => {
      await run("sum");
      const sum = program.channel("sum");
      for (let i = 0; i < 3000; i++) void sum.send(new Uint8Array(new Uint32Array([i]).buffer));
      sum.close();
      for await (const result of program.channel("sum-result", { codec: "json" })) {
        assert.deepEqual(result, { count: 3000, sum: (2999 * 3000) / 2, error: "EOF" });
      }
    });

    check("too large, or iterated over twice: typed errors", async program => {
      const small = program.channel("small");
      await small.opened;
      await assert.rejects(small.send(new Uint8Array(41)), { name: "GoChannelError", code: "message-too-large", message: /41 bytes.*ferry\.MaxMessage/ });
      assert.throws(() => small.trySend(new Uint8Array(41)), { code: "message-too-large" });
      const first = small[Symbol.asyncIterator]();
      assert.throws(() => small[Symbol.asyncIterator](), { code: "channel-busy" });
      await first.return?.();
      await small[Symbol.asyncIterator]().return?.();
    });

    check("subscribers get every message, and current is the newest", async program => {
      const text = program.channel("text", { codec: "text" });
      const seen: string[][] = [[], []];
      const all = new Promise<void>(resolve => {
        text.subscribe(message => {
          seen[0]?.push(message);
          if (message === "c") resolve();
        });
      });
      const stop = text.subscribe(message => {
        seen[1]?.push(message);
        if (message === "b") stop();
      });
      for (const message of ["a", "b", "c"]) void text.send(message);
      await all;
      assert.deepEqual(seen, [["a", "b", "c"], ["a", "b"]]);
      assert.equal(text.current, "c");
    });

    check("frames of a latest channel, viewed in place: never torn, and the last one comes", async (program, run) => {
      await run("frames");
      let last = 0;
      for await (const frame of program.channel("frames", { views: true })) {
        const number = frame.value[0] as number;
        assert.ok(number > last, `frame ${number} after ${last}`);
        last = number;
        await new Promise(resolve => setTimeout(resolve, 1)); // Go goes on meanwhile
        assert.ok(frame.value.every(byte => byte === number), "the frame is whole");
        frame.release();
      }
      assert.equal(last, 200);
    });

    check("views of a queue can be released in any order", async program => {
      const echo = program.channel("echo", { views: true });
      const held = [];
      for (let i = 0; i < 50; i++) void echo.send(new Uint8Array(1000).fill(i));
      for await (const message of echo) {
        held.push(message);
        if (held.length === 50) break;
      }
      for (const i of [3, 1, 0, 2, ...Array.from({ length: 46 }, (_, n) => 49 - n)]) {
        assert.ok(held[i]?.value.every(byte => byte === i));
        held[i]?.release();
        held[i]?.release();
      }
      let count = 0;
      const sending = (async () => {
        for (let i = 0; i < 500; i++) await echo.send(new Uint8Array(1000).fill(i));
      })();
      for await (const message of echo) {
        assert.equal(message.value[999], count & 255);
        message.release();
        if (++count === 500) break;
      }
      await sending;
    });

    check("io.Reader and io.Writer see one stream of bytes", async program => {
      const stream = program.channel("stream");
      const text = "the quick brown fox jumps over the lazy dog".repeat(20);
      for (let at = 0; at < text.length; at += 13) void stream.send(new TextEncoder().encode(text.slice(at, at + 13)));
      let back = "";
      for await (const part of stream) {
        back += new TextDecoder().decode(part);
        if (back.length >= text.length) break;
      }
      assert.equal(back, text);
    });

    check("two programs, connected", async (program, run) => {
      const other = await start();
      const otherControl = other.channel("control", { codec: "text" });
      await otherControl.send("sum");
      await run("count 2000");
      const connection = connect(program.channel("count"), other.channel("sum"));
      for await (const result of other.channel("sum-result", { codec: "json" })) assert.equal((result as { count: number }).count, 2000);
      await connection.done;
      other.terminate();
    });

    check("a connection that is cut leaves both channels open; one whose target is gone says so", async program => {
      const other = await start();
      const [from, to] = [program.channel("echo"), other.channel("echo")];
      const comesBack = async (sender: Channel<Uint8Array, Uint8Array>, receiver: Channel<Uint8Array, Uint8Array>, byte: number): Promise<void> => {
        await sender.send(new Uint8Array([byte]));
        for await (const message of receiver) {
          assert.deepEqual([...message], [byte]);
          break;
        }
      };
      const connection = connect(from, to);
      await comesBack(from, to, 1);
      assert.throws(() => from[Symbol.asyncIterator](), { code: "channel-busy" });
      connection.disconnect();
      await connection.done;
      await comesBack(from, from, 2);
      await comesBack(to, to, 3);
      const broken = connect(from, to);
      other.terminate();
      await from.send(new Uint8Array([4]));
      await assert.rejects(broken.done, { name: "GoChannelError", code: "channel-closed" });
      await comesBack(from, from, 5);
    });

    check("what a program sent before it exited arrives", async (program, run) => {
      assert.equal(await run("exit"), "ok");
      const words: string[] = [];
      for await (const word of program.channel("last", { codec: "text" })) words.push(word);
      assert.deepEqual(words, ["last words"]);
      assert.deepEqual(await program.exited, { code: 0, reason: "exit" });
      await assert.rejects(program.channel("echo").send(new Uint8Array(1)), { code: "channel-closed", message: /its program has ended/ });
    });

    check("no promise hangs when the program is terminated", async program => {
      const echo = program.channel("echo");
      await echo.opened;
      const waiting = echo[Symbol.asyncIterator]().next();
      const never = program.channel("never");
      const pending = [waiting, never.opened, never.send(new Uint8Array(1)), never[Symbol.asyncIterator]().next()];
      const outcomes = Promise.allSettled(pending);
      program.terminate();
      for (const outcome of await outcomes) {
        assert.equal(outcome.status, "rejected");
        const { code, cause } = outcome.reason as { code: string; cause: { code: string } };
        assert.deepEqual([code, cause.code], ["channel-closed", "terminated"]);
      }
    });

    check("a restarted program has channels of its own", async program => {
      const before = program.channel("echo");
      await before.opened;
      await program.restart();
      await assert.rejects(before.send(new Uint8Array(1)), { code: "channel-closed" });
      const echo = program.channel("echo");
      assert.notEqual(echo, before);
      await echo.send(new Uint8Array([9]));
      for await (const message of echo) {
        assert.deepEqual([...message], [9]);
        break;
      }
    });
  }

  test(`${variant}: a program without channels says so`, async () => {
    const program = await load(readFileSync(built("hello")), { variant, stdout: "ignore" });
    assert.throws(() => program.channel("x"), { name: "GoChannelError", code: "no-channels", message: /ferry\.Open/ });
  });
}

test("what a subscriber throws is told as an event's error, not as a promise's, and the next message comes", () => {
  const script = `
    import { readFileSync } from "node:fs";
    import { load } from ${JSON.stringify(new URL("../../js/dist/index.js", import.meta.url).href)};
    process.on("uncaughtException", error => console.log("event", error.message)).on("unhandledRejection", () => console.log("rejection"));
    const alive = setInterval(() => {}, 1000); // a channel alone does not keep Node
    for (const options of [{}, { mode: "worker" }]) {
      const program = await load(readFileSync(${JSON.stringify(built("channels"))}), { ...options, stdout: "ignore", stderr: "ignore" });
      const echo = program.channel("echo", { codec: "bytes" });
      let count = 0;
      await new Promise(resolve => {
        echo.subscribe(([first]) => {
          if (++count === 2) resolve();
          throw new Error(program.transport + first);
        });
        void echo.send(Uint8Array.of(1)).then(() => echo.send(Uint8Array.of(2)));
      });
      program.terminate();
      await program.exited;
    }
    clearInterval(alive);`;
  const { stdout, stderr } = spawnSync(process.execPath, ["--no-warnings", "--input-type=module", "-e", script], { encoding: "utf8" });
  assert.equal(stderr, "");
  assert.equal(stdout, ["local1", "local2", "shared1", "shared2"].map(text => `event ${text}\n`).join(""));
});
