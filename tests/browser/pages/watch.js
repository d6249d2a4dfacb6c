// Keeps what the page says to its console, and the errors that nobody caught or prevented, for a driver to ask for (drivers/webkit.ts).
"use strict";
(() => {
  const { setTimeout, console } = globalThis;
  const messages = [];
  for (const type of ["log", "info", "debug", "warn", "error"]) {
    const original = console[type];
    console[type] = (...words) => {
      messages.push({ type, text: words.map(String).join(" ") });
      Reflect.apply(original, console, words);
    };
  }
  const tell = (event, error) => {
    const text = error instanceof Error ? `${error.name}: ${error.message}\n${error.stack}` : String(error);
    // Once the page's own listeners have had their turn.
    setTimeout(() => void (event.defaultPrevented || messages.push({ type: "uncaught", text })), 0);
  };
  addEventListener("error", (event) => tell(event, event.error ?? event.message));
  addEventListener("unhandledrejection", (event) => tell(event, event.reason));
  Object.defineProperty(globalThis, "watchedMessages", { value: messages });
})();
