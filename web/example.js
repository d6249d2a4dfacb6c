// Loaded by each example's own page. In a frame of the gallery it tells the gallery what the program does: lines printed,
// its state, its statistics and the page's height. On its own page it does nothing.
//
// A page without <go-ferry> dispatches that element's events on the document; or, where it runs one program after the other,
// "command" with each as its detail, and once without when it is ready to.
"use strict";
(() => {
  if (parent === self) return;
  document.documentElement.classList.add("embedded");

  const tell = (message) => parent.postMessage({ goferry: true, ...message }, location.origin);
  const element = () => document.querySelector("go-ferry");

  // The element's events do not bubble, but they can be captured; and this script runs before the program can print.
  document.addEventListener("stdout", (event) => tell({ type: "line", stream: "stdout", text: event.detail }), true);

  // What the program writes to stderr goes to the browser's console, and from there to the gallery's too.
  for (const method of ["warn", "error"]) {
    const log = console[method];
    console[method] = (...values) => {
      log.apply(console, values);
      tell({ type: "line", stream: "stderr", text: values.map(String).join(" ") });
    };
  }
  let program; // whose statistics are told
  const show = (started) => {
    program = started;
    tell({ type: "state", state: "running", variant: program.variant });
  };
  document.addEventListener(
    "ready",
    (event) => {
      show(event.detail);
      program.exited.then(({ code, reason, error }) => {
        const failed = reason === "panic" || reason === "trap";
        const text = reason === "exit" ? `Exited with code ${code}.` : (error?.message ?? reason);
        tell({ type: "state", state: failed ? "failed" : "exited", text });
      });
    },
    true,
  );
  document.addEventListener("command", async ({ detail: started }) => {
    if (started) {
      show(started);
      await started.exited;
      if (started !== program) return; // the last one of a pipe counts
      tell({ type: "stats", stats: await started.stats() });
    }
    tell({ type: "state", state: "ready" });
  });
  document.addEventListener(
    "error",
    (event) => {
      if (event.target !== element() && event.target !== document) return; // a script or a picture
      if (event.target.program) return; // a crash: told above
      event.preventDefault(); // told here, so not on the browser's console as well
      tell({ type: "state", state: "failed", text: event.detail.message });
    },
    true,
  );

  // The gallery asks for statistics while the card can be seen.
  addEventListener("message", async (event) => {
    if (event.source !== parent || event.data?.goferry !== "stats") return;
    if (program?.status === "running") tell({ type: "stats", stats: await program.stats() });
  });

  addEventListener("DOMContentLoaded", () => {
    new ResizeObserver(() => tell({ type: "height", height: Math.ceil(document.body.getBoundingClientRect().height) })).observe(
      document.body,
    );
  });
})();
