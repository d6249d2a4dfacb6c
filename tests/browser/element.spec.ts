/** `<go-ferry>` in a page: how it comes to be, its attributes and properties, slots, events, lazy loading, move, removal, restart. */
import { relative } from "node:path";
import type { GoFerryElement } from "../../js/src/element-types.ts";
import { buildGo, engine, expect, root, test } from "./any-browser.ts";
import type { Tab } from "./any-browser.ts";
import type { PageErrors } from "./page-errors.ts";

interface Exports {
  name(): string;
  crash(): void;
  exit(): void;
  tick(): void;
}
type Ferry = GoFerryElement<Exports>;

const served = (dir: string): string => `/${relative(root, buildGo({ dir }))}`;
const args = served("tests/go/args");
const wasm = served("tests/go/element");

/** Opens a page with the script tag in its head and gives it this body. Events of every <go-ferry> are kept in `window.seen`. */
async function open(tab: Tab, body: string): Promise<void> {
  await tab.goto("/tests/browser/pages/element.html");
  await tab.evaluate((html) => void (document.body.innerHTML = html), body);
}
const seen = (tab: Tab): Promise<string[]> => tab.evaluate(() => (globalThis as unknown as { seen: string[] }).seen);
/** Waits until this was told; nothing else is waited for. */
const told = (tab: Tab, event: string): Promise<void> => expect.poll(() => seen(tab)).toContain(event);
/** The children of the page's first <go-ferry> that can be seen. */
const shown = (tab: Tab): Promise<(string | null)[]> =>
  tab.evaluate(() => [...document.querySelector("go-ferry")!.children].filter((child) => child.checkVisibility()).map((child) => child.textContent));
const shows = (tab: Tab, ...texts: string[]): Promise<void> => expect.poll(() => shown(tab)).toEqual(texts);
/** The modules that the page has fetched. */
const fetched = (tab: Tab): Promise<string[]> => tab.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name).filter((name) => name.includes(".wasm")));
/** A server's refusal is an error on Chromium's console. */
const allowRefusal = (pageErrors: PageErrors): void => {
  if (engine === "chromium") pageErrors.allow(/Failed to load resource/);
};
/** An error that nobody took over is on the console, as an object; Firefox does not tell its driver more of that. */
const logged = (text: RegExp): RegExp => (engine === "firefox" ? /^error: JSHandle@object$/ : text);
/** What the program prints when it starts, and that it is ready. */
const start = (name: string): string[] => [`stdout started ${name}`, `stderr noted ${name}`, "ready true"];
/** Whether a Go program runs in the first <go-ferry>, and the name it was given. */
const nameOf = (tab: Tab): Promise<string> =>
  tab.evaluate(async () => {
    const ferry = document.querySelector<Ferry>("go-ferry")!;
    return (await ferry.ready).exports.name();
  });
/** What Go prints on stderr is an error on the console. A GoPanicError is not: Go has printed its report. */
const stderr = /^error: (?!Go\w+Error)/;
/** From now on the page's fetches wait for `release()`; an abort still ends them. */
const holdFetches = (tab: Tab): Promise<void> =>
  tab.evaluate(() => {
    const { fetch } = globalThis;
    const held = new Promise<void>((resolve) => Object.assign(globalThis, { release: resolve }));
    globalThis.fetch = async (input, init) => {
      await Promise.race([held, new Promise((_, reject) => init?.signal?.addEventListener("abort", () => reject(init.signal?.reason)))]);
      return fetch(input, init);
    };
  });

test.describe("fallback and error slot", () => {
  test("the fallback shows until the program is ready", async ({ tab }) => {
    await tab.goto("/tests/browser/pages/element-parsed.html");
    await told(tab, "ready true");
    await shows(tab);
  });

  test("while the module is fetched, the fallback shows alone", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted nobody/);
    await open(tab, "");
    await holdFetches(tab);
    await tab.evaluate((src) => void (document.body.innerHTML = `<go-ferry src="${src}"><p>Loading</p><p slot="error">Failed</p></go-ferry>`), wasm);
    await shows(tab, "Loading");
    await tab.evaluate(() => (globalThis as unknown as { release(): void }).release());
    await shows(tab);
    await told(tab, "ready true");
  });

  test("a failure shows the error slot as an alert and tells an error event, once: it does not bubble", async ({ tab, pageErrors }) => {
    allowRefusal(pageErrors);
    pageErrors.allow(logged(/^error: GoLoadError/));
    await open(tab, `<div id="outer"><go-ferry src="/missing.wasm"><p>Loading</p><p slot="error">Something went wrong</p></go-ferry></div>`);
    await shows(tab, "Something went wrong");
    const alert = await tab.evaluate(() => document.querySelector("[slot=error]")!.assignedSlot!.closest("[role=alert]")!.checkVisibility());
    expect(alert).toBe(true);
    expect(await seen(tab)).toEqual(["error load-failed"]);
    expect(await tab.evaluate(() => document.querySelector("go-ferry")!.ready.catch((error: { code: string }) => error.code))).toBe("load-failed");
  });

  test("without an error slot the fallback stays, until there is one", async ({ tab, pageErrors }) => {
    allowRefusal(pageErrors);
    pageErrors.allow(logged(/^error: GoLoadError/));
    await open(tab, `<go-ferry src="/missing.wasm"><p>This needs Go</p></go-ferry>`);
    await told(tab, "error load-failed");
    await shows(tab, "This needs Go");
    await tab.evaluate(() => document.querySelector("go-ferry")!.insertAdjacentHTML("beforeend", `<p slot="error">Too late</p>`));
    await shows(tab, "Too late");
  });

  test("a crash after ready tells exit and error, and shows the error slot", async ({ tab, pageErrors }) => {
    pageErrors.allow(stderr);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p>Loading</p><p slot="error">It crashed</p></go-ferry>`);
    await told(tab, "ready true");
    await shows(tab);
    await tab.evaluate(() => document.querySelector<Ferry>("go-ferry")!.program!.exports.crash().catch(() => {}));
    await shows(tab, "It crashed");
    expect((await seen(tab)).slice(-2)).toEqual(["exit panic 2", "error panic"]);
    expect(await tab.evaluate(() => document.querySelector("go-ferry")!.program!.status)).toBe("crashed");
  });

  test("a panic in main is an error, not an exit; the next src starts clean", async ({ tab, pageErrors }) => {
    pageErrors.allow(stderr);
    await open(tab, `<go-ferry src="${wasm}" args="panics"><p>Loading</p><p slot="error">It crashed</p></go-ferry>`);
    await shows(tab, "It crashed");
    expect((await seen(tab)).filter((event) => /^(exit|error|ready)/.test(event))).toEqual(["error panic"]);
    await tab.evaluate((src) => Object.assign(document.querySelector("go-ferry")!, { args: ["fine"], src }), `${wasm}?again`);
    await told(tab, "ready true");
    await shows(tab);
  });

  test("an exit is no error", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted a/);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p>Loading</p><p slot="error">It crashed</p></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(() => void document.querySelector<Ferry>("go-ferry")!.program!.exports.exit());
    await told(tab, "exit exit 3");
    expect(await seen(tab)).toEqual([...start("a"), "stdout open line of a", "exit exit 3"]);
    await shows(tab);
  });

  test("it is a block that can be hidden, and the page's styles win", async ({ tab }) => {
    await open(tab, "<go-ferry></go-ferry>");
    const displays = await tab.evaluate(() => {
      const ferry = document.querySelector("go-ferry")!;
      const { display: usual } = getComputedStyle(ferry);
      ferry.hidden = true;
      const { display: hidden } = getComputedStyle(ferry);
      ferry.hidden = false;
      ferry.style.display = "inline";
      return [usual, hidden, getComputedStyle(ferry).display];
    });
    expect(displays).toEqual(["block", "none", "inline"]);
  });
});

test.describe("attributes, properties, events", () => {
  test("args are split as a shell would, env by line", async ({ tab }) => {
    await open(tab, `<go-ferry src="${args}" args="-v 'two words' &quot;a\\&quot;b&quot;" env="LANG=en\n  EMPTY=\n  A=b=c "></go-ferry>`);
    await told(tab, "exit exit 0");
    const lines = (await seen(tab)).filter((event) => event.startsWith("stdout"));
    expect(lines).toEqual(['stdout arg "-v"', 'stdout arg "two words"', 'stdout arg "a\\"b"', 'stdout env "A=b=c "', 'stdout env "EMPTY="', 'stdout env "LANG=en"']);
  });

  test("properties win: a list and an object are taken as they are", async ({ tab }) => {
    await open(tab, "");
    const read = await tab.evaluate((src) => {
      const ferry = document.createElement("go-ferry");
      ferry.setAttribute("args", "from the attribute");
      ferry.setAttribute("env", "FROM=attribute");
      Object.assign(ferry, { src, args: ["it's", "two words", ""], env: { KEY: "a\nb" } });
      document.body.append(ferry);
      return [ferry.src, ferry.args, ferry.env, ferry.getAttribute("args")];
    }, args);
    expect(read).toEqual([args, ["it's", "two words", ""], { KEY: "a\nb" }, "from the attribute"]);
    await told(tab, "exit exit 0");
    const lines = (await seen(tab)).filter((event) => event.startsWith("stdout"));
    expect(lines).toEqual([`stdout arg "it's"`, 'stdout arg "two words"', 'stdout arg ""', 'stdout env "KEY=a\\nb"']);
  });

  test("strings set as properties are the attributes, and null takes them away", async ({ tab }) => {
    await open(tab, "");
    const read = await tab.evaluate(() => {
      const ferry = document.createElement("go-ferry");
      const empty = [ferry.src, ferry.args, ferry.env, ferry.loading, ferry.integrity, ferry.program === undefined];
      Object.assign(ferry, { args: "-v 'two words'", env: "A=1\nB=2", loading: "lazy", integrity: "sha256-x", src: new URL("x.wasm", "https://example.test/") });
      const given = [ferry.outerHTML, ferry.args, ferry.env, ferry.loading];
      Object.assign(ferry, { args: ["list"] });
      Object.assign(ferry, { args: undefined, env: null, loading: null, integrity: null, src: null });
      return { empty, given, after: ferry.outerHTML };
    });
    expect(read.empty).toEqual(["", [], {}, "eager", "", true]);
    expect(read.given).toEqual([
      `<go-ferry args="-v 'two words'" env="A=1\nB=2" loading="lazy" integrity="sha256-x" src="https://example.test/x.wasm"></go-ferry>`,
      ["-v", "two words"],
      { A: "1", B: "2" },
      "lazy",
    ]);
    expect(read.after).toBe("<go-ferry></go-ferry>");
  });

  test("lines go to the console, unless a listener takes them; so does an error", async ({ tab, pageErrors }) => {
    allowRefusal(pageErrors);
    await open(tab, `<go-ferry id="taken"></go-ferry><go-ferry id="free"></go-ferry><go-ferry id="failing"></go-ferry>`);
    await tab.evaluate((src) => {
      const of = (id: string) => document.querySelector<GoFerryElement>(`#${id}`)!;
      for (const type of ["stdout", "stderr"] as const) of("taken").addEventListener(type, (event) => event.preventDefault());
      of("failing").addEventListener("error", (event) => event.preventDefault());
      of("free").addEventListener("stderr", (event) => event.preventDefault());
      for (const id of ["taken", "free"]) Object.assign(of(id), { args: [id], src });
      of("failing").src = "/missing.wasm";
    }, wasm);
    await expect.poll(async () => (await seen(tab)).filter((event) => event === "ready true").length).toBe(2);
    await told(tab, "error load-failed");
    expect(await seen(tab)).toEqual(expect.arrayContaining(["stdout started taken", "stderr noted taken", "stdout started free", "stderr noted free"]));
    const printed = (await tab.messages()).map(({ type, text }) => `${type} ${text}`);
    expect(printed.filter((text) => !/Failed to load/.test(text))).toEqual(["log started free"]);
  });

  test("progress is told to who listens, up to the whole", async ({ tab }) => {
    await open(tab, "");
    const { first, last, size } = await tab.evaluate(async (src) => {
      const size = (await (await fetch(src)).arrayBuffer()).byteLength;
      const ferry = document.createElement("go-ferry");
      const progress: { loaded: number; total: number | undefined }[] = [];
      const whole = new Promise<void>((resolve) => {
        ferry.addEventListener("progress", (event) => {
          progress.push(event.detail);
          if (event.detail.loaded === size) resolve();
        });
      });
      ferry.src = src;
      document.body.append(ferry);
      await whole;
      return { size, first: progress[0], last: progress.at(-1) };
    }, args);
    expect(first).toEqual({ loaded: 0 });
    expect(last).toEqual({ loaded: size, total: size });
  });

  test("integrity: the right one passes, the wrong one is an error", async ({ tab, pageErrors }) => {
    pageErrors.allow(logged(/^error: GoLoadError/));
    if (engine !== "webkit") pageErrors.allow(/integrity/);
    await open(tab, "");
    const hash = await tab.evaluate(async (src) => {
      const digest = await crypto.subtle.digest("SHA-256", await (await fetch(src)).arrayBuffer());
      return btoa(String.fromCharCode(...new Uint8Array(digest)));
    }, args);
    await tab.evaluate(([src, hash]) => void (document.body.innerHTML = `<go-ferry src="${src}" integrity="sha256-${hash}"></go-ferry>`), [args, hash]);
    await told(tab, "exit exit 0");
    await tab.evaluate(([src]) => void (document.body.innerHTML = `<go-ferry src="${src}" integrity="sha256-${btoa("x".repeat(32))}"></go-ferry>`), [args]);
    await told(tab, "error load-failed");
  });

  test("an address that is none is an error; an empty one waits", async ({ tab, pageErrors }) => {
    pageErrors.allow(logged(/^error: GoLoadError: http:\/\/ could not be fetched/));
    await open(tab, `<go-ferry src=""></go-ferry><go-ferry src="http://"></go-ferry>`);
    await told(tab, "error load-failed");
    expect(await seen(tab)).toEqual(["error load-failed"]);
    await tab.evaluate((src) => void (document.querySelector("go-ferry")!.src = src), args);
    await told(tab, "exit exit 0");
  });
});

test.describe("how it comes to be", () => {
  test("by the parser, innerHTML, createElement, cloneNode, in a shadow tree, from a template", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<template><go-ferry args="template"></go-ferry></template><div id="host"></div>`);
    const names = await tab.evaluate(async (src) => {
      const made = document.createElement("go-ferry");
      made.src = src;
      made.args = ["made"];
      const clone = made.cloneNode() as GoFerryElement<Exports>;
      clone.args = ["clone"];
      const inTemplate = document.importNode(document.querySelector("template")!.content, true).querySelector<Ferry>("go-ferry")!;
      inTemplate.src = src;
      const shadow = document.querySelector("#host")!.attachShadow({ mode: "closed" });
      shadow.innerHTML = `<go-ferry src="${src}" args="shadow"></go-ferry>`;
      document.body.append(made, clone, inTemplate);
      const all = [made, clone, inTemplate, shadow.querySelector("go-ferry")!] as Ferry[];
      return Promise.all(all.map(async (ferry) => (await ferry.ready).exports.name()));
    }, wasm);
    expect(names).toEqual(["made", "clone", "template", "shadow"]);
  });

  test("upgraded: properties and listeners from before the definition count", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await tab.goto("/tests/browser/pages/blank.html");
    await tab.evaluate((src) => {
      document.body.innerHTML = `<go-ferry src="/never.wasm" args="attribute"><p>Loading</p></go-ferry>`;
      const ferry = document.querySelector("go-ferry")!;
      const told: string[] = [];
      ferry.addEventListener("progress", (event) => told.push(`progress ${event.detail.loaded > 0}`));
      ferry.addEventListener("ready", () => told.push("ready"));
      Object.assign(ferry, { src, args: ["property"] });
      Object.assign(globalThis, { told });
    }, wasm);
    await tab.addScriptTag({ url: "/dist/classic/goferry.js" });
    expect(await nameOf(tab)).toBe("property");
    await expect.poll(() => tab.evaluate(() => (globalThis as unknown as { told: string[] }).told)).toEqual(expect.arrayContaining(["progress true", "ready"]));
    const own = await tab.evaluate(() => Object.getOwnPropertyNames(document.querySelector("go-ferry")!));
    expect(own).toEqual([]);
    expect(await tab.evaluate(() => document.querySelector("go-ferry")!.src)).toBe(wasm);
  });

  test("from the npm package: goferry/element", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await tab.goto("/tests/browser/pages/blank.html");
    await tab.evaluate(async (src) => {
      await import(`/dist/${"element.js"}`);
      document.body.innerHTML = `<go-ferry src="${src}" args="module"></go-ferry>`;
    }, wasm);
    expect(await nameOf(tab)).toBe("module");
  });

  test("a second copy of the script, and the package beside it, change nothing", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="a"></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(() => {
      const state = (): unknown[] => [customElements.get("go-ferry"), (globalThis as unknown as { goferry: unknown }).goferry, document.querySelector("go-ferry")!.program];
      const before = state();
      Object.assign(globalThis, { unchanged: () => state().map((value, i) => value === before[i]) });
    });
    await tab.addScriptTag({ url: "/dist/classic/goferry.js?second" });
    const same = await tab.evaluate(async () => {
      await import(`/dist/${"element.js"}`);
      return (globalThis as unknown as { unchanged(): boolean[] }).unchanged();
    });
    expect(same).toEqual([true, true, true]);
    expect((await seen(tab)).filter((event) => event === "ready true").length).toBe(1);
  });
});

test.describe("lazy", () => {
  const far = `<div id="far"><div id="space"></div><go-ferry src="${wasm}" args="lazy" loading="lazy"><p>Loading</p></go-ferry></div>`;
  const openFar = async (tab: Tab): Promise<void> => {
    await open(tab, "");
    await tab.evaluate((html) => {
      document.body.innerHTML = html;
      document.getElementById("space")!.style.height = "6000px";
    }, far);
    // Two frames: an observer has reported by then.
    await tab.evaluate(() => new Promise<void>((resolve) => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(resolve)))));
    expect(await fetched(tab)).toEqual([]);
  };

  test("is not fetched before it comes near, then once", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await openFar(tab);
    await tab.evaluate(() => document.querySelector("go-ferry")!.scrollIntoView());
    await told(tab, "ready true");
    await tab.evaluate(() => scrollTo(0, 0));
    await tab.evaluate(() => document.querySelector("go-ferry")!.scrollIntoView());
    expect(await nameOf(tab)).toBe("lazy");
    expect((await fetched(tab)).length).toBe(1);
  });

  test("starts at once where it can be seen, and when it is made eager", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="a" loading="lazy"></go-ferry>`);
    await told(tab, "ready true");
    await openFar(tab);
    await tab.evaluate(() => void (document.querySelector("go-ferry")!.loading = "eager"));
    expect(await nameOf(tab)).toBe("lazy");
  });

  test("what waits for ready goes on waiting when the element is taken out and put elsewhere", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await openFar(tab);
    const name = await tab.evaluate(async () => {
      const ferry = document.querySelector<Ferry>("go-ferry")!;
      const { ready } = ferry;
      ferry.remove();
      await new Promise((resolve) => setTimeout(resolve));
      document.body.prepend(ferry);
      return (await ready).exports.name();
    });
    expect(name).toBe("lazy");
  });
});

test.describe("move, removal, restart", () => {
  test("a move keeps the program, removal terminates it and tells nothing", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<div id="a"><go-ferry src="${wasm}" args="a"></go-ferry></div><div id="b"></div>`);
    await told(tab, "ready true");
    const result = await tab.evaluate(async () => {
      const ferry = document.querySelector<Ferry>("go-ferry")!;
      const program = ferry.program!;
      document.querySelector("#b")!.append(ferry);
      await new Promise((resolve) => setTimeout(resolve));
      const moved = [program.status, ferry.program === program, await program.exports.name()];
      ferry.remove();
      const once = program.status;
      await Promise.resolve();
      await Promise.resolve();
      const { reason } = await program.exited;
      return [...moved, once, program.status, reason, ferry.program === undefined];
    });
    expect(result).toEqual(["running", true, "a", "running", "terminated", "terminated", true]);
    expect(await seen(tab)).toEqual(start("a"));
  });

  test("put back later, it starts anew", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p>Loading</p></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(async () => {
      const ferry = document.querySelector("go-ferry")!;
      ferry.remove();
      await new Promise((resolve) => setTimeout(resolve));
      document.body.append(ferry);
    });
    await expect.poll(() => seen(tab)).toEqual([...start("a"), ...start("a")]);
    expect(await nameOf(tab)).toBe("a");
  });

  test("removed while it is fetched: ready rejects, nothing is told", async ({ tab }) => {
    await open(tab, "");
    await holdFetches(tab);
    const code = await tab.evaluate(async (src) => {
      document.body.innerHTML = `<go-ferry src="${src}"></go-ferry>`;
      const ferry = document.querySelector("go-ferry")!;
      const failure = ferry.ready.catch((error: { code: string; cause: Error }) => [error.code, error.cause.message]);
      await new Promise((resolve) => setTimeout(resolve));
      ferry.remove();
      return failure;
    }, wasm);
    expect(code).toEqual(["load-aborted", "the element was removed"]);
    expect(await seen(tab)).toEqual([]);
  });

  test("made and removed in one go, it fetches nothing", async ({ tab }) => {
    await open(tab, "");
    const code = await tab.evaluate(async (src) => {
      const ferry = document.createElement("go-ferry");
      ferry.src = src;
      document.body.append(ferry);
      const { ready } = ferry;
      ferry.remove();
      return ready.then(() => "ready", (error: { code: string }) => error.code);
    }, wasm);
    expect(code).toBe("load-aborted");
    expect(await fetched(tab)).toEqual([]);
  });

  test("another src ends the one program and starts the other; nothing of the first is told any more", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="first"><p>Loading</p></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(() => document.querySelector<Ferry>("go-ferry")!.program!.exports.tick());
    await expect.poll(async () => (await seen(tab)).filter((event) => event.endsWith("tick first")).length).toBeGreaterThan(2);
    const result = await tab.evaluate(async (src) => {
      const ferry = document.querySelector<Ferry>("go-ferry")!;
      const first = ferry.program!;
      const { ready } = ferry;
      ferry.args = ["second"];
      const { seen } = globalThis as unknown as { seen: string[] };
      seen.length = 0;
      ferry.setAttribute("src", src); // as it was: nothing happens
      const same = ferry.program === first;
      ferry.src = `${src}?again`;
      const { reason } = await first.exited;
      const second = await ferry.ready;
      await second.exports.tick();
      return [same, reason, ready !== ferry.ready, second !== first, ferry.program === second, second.status];
    }, wasm);
    expect(result).toEqual([true, "terminated", true, true, true, "running"]);
    await told(tab, "stdout tick second");
    const ticks = ["stdout open line of secondtick second", "stdout tick second"];
    expect((await seen(tab)).filter((event) => !ticks.includes(event))).toEqual(start("second"));
  });

  test("another src while the first is fetched: the first is never seen", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted second/);
    await open(tab, "");
    await holdFetches(tab);
    const code = await tab.evaluate(async (src) => {
      document.body.innerHTML = `<go-ferry src="${src}?first" args="first"></go-ferry>`;
      const ferry = document.querySelector("go-ferry")!;
      const first = ferry.ready.then(() => "ready", (error: { code: string }) => error.code);
      await new Promise((resolve) => setTimeout(resolve));
      ferry.args = ["second"];
      ferry.src = `${src}?second`;
      (globalThis as unknown as { release(): void }).release();
      return first;
    }, wasm);
    expect(code).toBe("load-aborted");
    expect(await nameOf(tab)).toBe("second");
    expect(await seen(tab)).toEqual(start("second"));
  });

  test("without its src the program ends, and the fallback is back", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p>Fallback</p></go-ferry>`);
    await told(tab, "ready true");
    await shows(tab);
    const reason = await tab.evaluate(async () => {
      const ferry = document.querySelector("go-ferry")!;
      const { exited } = ferry.program!;
      ferry.removeAttribute("src");
      return (await exited).reason;
    });
    expect(reason).toBe("terminated");
    await shows(tab, "Fallback");
  });

  test("restart() of the page's own: a crash is forgotten, and the new run is heard as the first was", async ({ tab, pageErrors }) => {
    pageErrors.allow(stderr);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p>Loading</p><p slot="error">It crashed</p></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(() => document.querySelector<Ferry>("go-ferry")!.program!.exports.crash().catch(() => {}));
    await told(tab, "error panic");
    await shows(tab, "It crashed");
    const status = await tab.evaluate(async () => {
      (globalThis as unknown as { seen: string[] }).seen.length = 0;
      const program = document.querySelector<Ferry>("go-ferry")!.program!;
      await program.restart();
      return program.status;
    });
    expect(status).toBe("running");
    await shows(tab);
    await tab.evaluate(() => void document.querySelector<Ferry>("go-ferry")!.program!.exports.exit());
    await told(tab, "exit exit 3");
    expect(await seen(tab)).toEqual(["stdout started a", "stderr noted a", "stdout open line of a", "exit exit 3"]);
    const again = await tab.evaluate(async () => {
      const ferry = document.querySelector<Ferry>("go-ferry")!;
      const program = ferry.program!;
      await program.restart();
      ferry.remove();
      const { reason } = await program.exited;
      return [reason, program.status];
    });
    expect(again).toEqual(["terminated", "terminated"]);
  });

  test("terminate() of the page's own is told as an exit", async ({ tab, pageErrors }) => {
    pageErrors.allow(/noted/);
    await open(tab, `<go-ferry src="${wasm}" args="a"><p slot="error">It crashed</p></go-ferry>`);
    await told(tab, "ready true");
    await tab.evaluate(() => document.querySelector("go-ferry")!.program!.terminate());
    await told(tab, "exit terminated -1");
    await shows(tab);
  });
});
