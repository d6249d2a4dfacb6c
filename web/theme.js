// Applies the chosen colour scheme before anything is painted, and keeps every open page and frame in step with it.
// Loaded by a plain script tag in the head.
"use strict";
(() => {
  const KEY = "goferry-theme";
  const system = matchMedia("(prefers-color-scheme: dark)");

  let unstored = null; // where storage is forbidden, a choice holds for this page only

  /** "light", "dark", or null where the system decides. */
  const chosen = () => {
    try {
      const value = localStorage.getItem(KEY);
      return value === "light" || value === "dark" ? value : null;
    } catch {
      return unstored;
    }
  };

  const apply = () => {
    const theme = chosen();
    if (theme) document.documentElement.dataset.theme = theme;
    else delete document.documentElement.dataset.theme;
    document.dispatchEvent(new CustomEvent("themechange"));
  };

  /** What the pages' own scripts use. */
  globalThis.galleryTheme = {
    get dark() {
      return (document.documentElement.dataset.theme ?? (system.matches ? "dark" : "light")) === "dark";
    },
    /** Stores a choice; one that agrees with the system is forgotten, so that the system decides again. */
    set(theme) {
      unstored = (theme === "dark") === system.matches ? null : theme;
      try {
        if (unstored) localStorage.setItem(KEY, unstored);
        else localStorage.removeItem(KEY);
      } catch {
        // Forbidden.
      }
      apply();
    },
  };

  addEventListener("storage", (event) => {
    if (event.key === KEY || event.key === null) apply();
  });
  system.addEventListener("change", apply);
  apply();
})();
