// What a scenario (tests/support/scenarios/*.mjs) gets to work with: the same in Node and in a page. A scenario is a module whose default export
// takes this host and returns something JSON can hold, which the test then looks at.

/** An error as plain data. */
export function plainError(error) {
  if (!(error instanceof Error)) return { thrown: `${typeof error} ${String(error)}` };
  const { name, code, message } = error;
  return { name, ...(code === undefined ? {} : { code }), message, ...("cause" in error ? { cause: plainError(error.cause) } : {}) };
}

/** The innermost cause as `Name: message`, or the text of what was thrown. */
export function rootCause(error) {
  while (error instanceof Error && "cause" in error && error.cause !== undefined) error = error.cause;
  return error instanceof Error ? `${error.name}: ${error.message}` : `${typeof error} ${String(error)}`;
}

/** @param environment `load(source, options)`, `transfer` and `connect` of the package, `mounts` (what makes mounts), `urls` (program name → source), `variant`, `mode`, `args` for the scenario. */
export function createHost({ load, transfer, connect, mounts, urls, variant, mode, args, onUncaught }) {
  const host = {
    args,
    urls,
    /** The option for the variant, if one is asked for. */
    variant: variant === undefined ? {} : { variant },
    loader: load,
    transfer,
    connect,
    mounts,
    /** What console.warn, error and log were given since the host was made. */
    console: { warn: [], error: [], log: [] },
    /** Errors that reached nobody: `error` events, unhandled rejections, uncaught exceptions. */
    uncaught: [],
    sleep: (ms) => new Promise((resolve) => setTimeout(resolve, ms)),
    /** Waits until `test` is true; throws, naming `what`, when that takes absurdly long. */
    async until(test, what) {
      for (const end = Date.now() + 30_000; !test(); await host.sleep(2)) {
        if (Date.now() > end) throw new Error(`waited in vain for ${what}`);
      }
    },
    /** Waits until `test` is true, but no longer than `ms`: for what may rightly not happen. */
    async untilOr(ms, test) {
      for (const end = Date.now() + ms; !test() && Date.now() < end; ) await host.sleep(2);
    },
    load: (name, options) => load(urls[name], { ...(variant === undefined ? {} : { variant }), ...(mode === undefined ? {} : { mode }), ...options }),
    /** Loads a program and gathers its output; `lines` and `errors` grow while it runs. */
    async run(name, options) {
      const lines = [];
      const errors = [];
      const program = await host.load(name, { stdout: (line) => lines.push(line), stderr: (line) => errors.push(line), ...options });
      return { program, lines, errors };
    },
    /** How a program ended, as plain data. */
    async end(program) {
      const { code, reason, error } = await program.exited;
      return { status: program.status, code, reason, ...(error === undefined ? {} : { error: plainError(error) }) };
    },
  };
  for (const method of Object.keys(host.console)) {
    const original = console[method];
    console[method] = (...words) => {
      host.console[method].push(words.map(String).join(" "));
      if (host.echo) Reflect.apply(original, console, words);
    };
  }
  onUncaught((error) => host.uncaught.push(plainError(error)));
  return host;
}
