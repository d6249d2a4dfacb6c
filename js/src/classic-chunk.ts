/** How the script-tag build gets the scripts with what only some programs need: they lie beside goferry.js. */
import type { ClassicParts, PartTaker } from "./classic-part.js";
import { GoLoadError } from "./errors.js";

/** What the script's function is called with in a worker (classic.ts): that it is one, and where goferry.js lies. */
declare const goferryRole: "worker" | undefined;
declare const goferryBase: string | undefined;

const own = typeof document === "object" ? (document.currentScript as HTMLScriptElement | null) : null;
// Read at once: later there is no current script.
const { src = "", crossOrigin = null, nonce = "" } = own ?? {};

/** The address that the scripts' names are resolved against; empty where it is not known. */
export function partsBase(): string {
  const { baseUrl } = (globalThis as { goferry?: { baseUrl?: string } }).goferry ?? {};
  return goferryBase ?? (src || (baseUrl ? new URL(baseUrl.replace(/\/?$/, "/"), document.baseURI).href : ""));
}

function partUrl(name: string): string {
  const base = partsBase();
  if (base) return new URL(`${name}.js`, base).href;
  throw new GoLoadError("load-failed", `${name}.js is a script beside goferry.js, and where that lies is not known: set goferry.baseUrl to the folder of classic/${name}.js`);
}

const failed = (url: string): GoLoadError => new GoLoadError("load-failed", `${url}, a script of goferry, could not be loaded`);
const loaded: { [Name in keyof ClassicParts]?: Promise<ClassicParts[Name]> } = {};

/** What a script has. */
export async function part<Name extends keyof ClassicParts>(name: Name): Promise<ClassicParts[Name]> {
  if (goferryRole) return partInWorker(name);
  const loading = (loaded[name] ??= partInPage(name) as (typeof loaded)[Name]) as Promise<ClassicParts[Name]>;
  loading.catch(() => delete loaded[name]); // it may be there the next time
  return loading;
}

async function partInPage<Name extends keyof ClassicParts>(name: Name): Promise<ClassicParts[Name]> {
  const url = partUrl(name);
  return new Promise((resolve, reject) => {
    const script: HTMLScriptElement & PartTaker = document.createElement("script");
    script.goferryPart = given => {
      resolve(given as ClassicParts[Name]);
      return part;
    };
    script.onload = script.onerror = () => {
      script.remove();
      reject(failed(url)); // has no effect if it has answered
    };
    Object.assign(script, { src: url, crossOrigin, nonce });
    document.head.append(script);
  });
}

/** The same in a worker, at once. */
export function partInWorker<Name extends keyof ClassicParts>(name: Name): ClassicParts[Name] {
  const url = partUrl(name);
  const scope = globalThis as PartTaker & { importScripts?(url: string): void };
  let taken: ClassicParts[Name] | undefined;
  scope.goferryPart = given => {
    taken = given as ClassicParts[Name];
    return part;
  };
  try {
    scope.importScripts?.(url);
  } finally {
    delete scope.goferryPart;
  }
  if (!taken) throw failed(url);
  return taken;
}
