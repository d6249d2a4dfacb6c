/** In place of node:url in the page. */
export const URL = globalThis.URL;
