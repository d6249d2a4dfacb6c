/**
 * The script-tag build. It exports nothing: loading it sets the global `goferry` and defines the element `<go-ferry>`.
 *
 * @packageDocumentation
 */

type Module = typeof import("../index.js", { with: { "resolution-mode": "import" } });
type Files = typeof import("../files.js", { with: { "resolution-mode": "import" } });

declare global {
  /** `load` and the classes of errors, as the script-tag build gives them to every script of the page. */
  // eslint-disable-next-line no-var
  var goferry: { readonly [Name in keyof Module]: Module[Name] } & {
    /** The functions that make mounts. */
    readonly files: { readonly [Name in keyof Files]: Files[Name] };
    /** The folder of `channels.js` and `files.js`, which programs with channels or files need; set it where goferry.js is not loaded by a script element with an address. */
    baseUrl?: string;
  };
}

export {};
