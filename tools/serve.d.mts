/** A running server. */
export interface Server {
  /** Address of the start page, with a slash at its end. */
  readonly url: string;
  readonly port: number;
  /** False when another port had to be taken than the one preferred. */
  readonly usual: boolean;
  close(): Promise<void>;
}

/** What to serve, and how. */
export interface ServeOptions {
  /** Folders searched in order; `{ at: "/tests", dir }` serves a folder below that path only. */
  readonly roots: readonly (string | { readonly at: string; readonly dir: string })[];
  /** 0 takes any free port. Without it the usual one (8080), or a free one if that is taken. */
  readonly port?: number;
  /** Address to listen on; this machine only by default. */
  readonly host?: string;
  /** Sent with each answer, over the defaults; `undefined` removes one. */
  readonly headers?: Readonly<Record<string, string | undefined>>;
  /** `false` leaves out COOP, COEP and CORP. */
  readonly isolation?: boolean;
}

/** Starts a static server; resolves once it listens. */
export function serve(options: ServeOptions): Promise<Server>;
