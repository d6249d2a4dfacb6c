/**
 * The script-tag build. It exports nothing: loading it sets the global `goferry` and defines the element `<go-ferry>`.
 *
 * @packageDocumentation
 */

type Module = typeof import("../index.js", { with: { "resolution-mode": "import" } });

declare global {
  /** `load` and the classes of errors, as the script-tag build gives them to every script of the page. */
  // eslint-disable-next-line no-var
  var goferry: { readonly [Name in keyof Module]: Module[Name] } & {
    /** The folder of `channels.js`, which programs with channels need; set it where goferry.js is not loaded by a script element with an address. */
    baseUrl?: string;
  };
}

export {};
