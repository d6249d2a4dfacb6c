// The terminal in the gallery's colours, for light and for dark.
const LIGHT = {
  red: "#b3261e",
  green: "#1c6b3a",
  yellow: "#8a4b08",
  blue: "#1f5fa8",
  magenta: "#7d3c98",
  cyan: "#0b6e82",
};
const DARK = {
  red: "#ff9a90",
  green: "#86d49a",
  yellow: "#e3b57a",
  blue: "#8fbcf2",
  magenta: "#d3a6ea",
  cyan: "#5cc3d6",
};

/** As xterm.js takes it. */
export function themeNow() {
  const style = getComputedStyle(document.documentElement);
  const colours = globalThis.galleryTheme.dark ? DARK : LIGHT;
  const bright = Object.entries(colours).map(([name, colour]) =>
    [`bright${name[0].toUpperCase()}${name.slice(1)}`, colour]);
  return {
    ...colours,
    ...Object.fromEntries(bright),
    brightBlack: style.getPropertyValue("--ink-2"),
    background: "#00000000", // that of the page
    foreground: style.getPropertyValue("--ink"),
    cursor: style.getPropertyValue("--accent"),
    selectionBackground: style.getPropertyValue("--line-strong"),
  };
}
