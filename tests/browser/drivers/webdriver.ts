/** The few commands of W3C WebDriver that a tab needs, over HTTP. */

export interface Session {
  /** The browser's name and version, as it gives them. */
  readonly capabilities: { readonly browserName: string; readonly browserVersion: string };
  navigate(url: string): Promise<void>;
  /** Evaluates an expression that gives a promise, and resolves with its value. */
  run(expression: string): Promise<unknown>;
  /** Leaves the page, and removes its cookies and what it has stored. */
  reset(): Promise<void>;
  end(): Promise<void>;
}

/** Starts a browser by the WebDriver server at `address`. */
export async function newSession(address: string, capabilities: object): Promise<Session> {
  const created = (await command(address, "POST", "/session", { capabilities: { alwaysMatch: capabilities } })) as {
    sessionId: string;
    capabilities: Session["capabilities"];
  };
  const path = `/session/${created.sessionId}`;
  const navigate = async (url: string): Promise<void> => void (await command(address, "POST", `${path}/url`, { url }));
  const run = (expression: string): Promise<unknown> =>
    command(address, "POST", `${path}/execute/async`, { script: `(${expression}).then(arguments[arguments.length - 1]);`, args: [] });
  return {
    capabilities: created.capabilities,
    navigate,
    run,
    async reset() {
      // A page of no origin, such as about:blank, has no storage, and says so by throwing.
      await run(`(async () => { try { localStorage.clear(); sessionStorage.clear(); } catch {} })()`);
      await command(address, "DELETE", `${path}/cookie`);
      await navigate("about:blank");
    },
    end: async () => void (await command(address, "DELETE", path)),
  };
}

/** Sends one command; rejects with the server's words for what went wrong. */
async function command(address: string, method: string, path: string, body?: object): Promise<unknown> {
  const response = await fetch(address + path, { method, ...(body ? { body: JSON.stringify(body) } : {}), headers: { "Content-Type": "application/json" } });
  const { value } = (await response.json()) as { value: unknown };
  if (response.ok) return value;
  const { error, message } = value as { error: string; message: string };
  throw new Error(`${method} ${path}: ${error}: ${message}`);
}
