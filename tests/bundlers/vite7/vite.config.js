import { defineConfig } from "vite";

export default defineConfig({
  base: "./", // may be served below any path
  server: {
    headers: {
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    },
  },
});
