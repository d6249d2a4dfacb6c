// The list of a folder, the way to it, and what a search has found.
const part = (id) => document.getElementById(id);
const time = new Intl.DateTimeFormat("en", { timeStyle: "short" });
const day = new Intl.DateTimeFormat("en", { dateStyle: "medium" });

/** `2.1 kB` */
export function size(bytes) {
  if (bytes < 1000) return `${bytes} B`;
  if (bytes < 1e6) return `${(bytes / 1e3).toFixed(1)} kB`;
  return `${(bytes / 1e6).toFixed(1)} MB`;
}

function when(date) {
  const today = date.toDateString() === new Date().toDateString();
  return (today ? time : day).format(date);
}

/** Shows what is in a folder; `open` is the note in the editor. */
export function showEntries(entries, open, choose) {
  const rows = entries.map((entry) => {
    const { path, name, folder } = entry;
    const facts = folder ? "" : when(entry.modified);
    const button = row(folder ? "folder" : "note", name, facts);
    if (path === open) button.setAttribute("aria-current", "true");
    button.dataset.path = path;
    button.addEventListener("click", () => choose(entry));
    return button;
  });
  show(rows, "Nothing in this folder yet.");
}

/** Shows lines that a search has found. */
export function showMatches(matches, choose) {
  const rows = matches.map((match) => {
    const button = row("note", match.text.trim(), `${match.path}:${match.line}`);
    button.classList.add("match");
    button.addEventListener("click", () => choose(match));
    return button;
  });
  show(rows, "No note has this in it.");
}

function show(rows, none) {
  const list = part("list");
  const focused = list.contains(document.activeElement)
    && document.activeElement.dataset.path;
  list.replaceChildren(...rows.map((button) => {
    const item = document.createElement("li");
    item.append(button);
    return item;
  }));
  if (focused) rows.find(({ dataset }) => dataset.path === focused)?.focus();
  part("none").textContent = none;
  part("none").hidden = rows.length > 0;
}

const SVG = "http://www.w3.org/2000/svg";

function row(icon, name, facts) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = `row ${icon}`;
  const svg = document.createElementNS(SVG, "svg");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS(SVG, "use");
  use.setAttribute("href", `#${icon}-icon`);
  svg.append(use);
  const [first, second] = [document.createElement("span"),
    document.createElement("span")];
  first.textContent = name;
  first.className = "name";
  second.textContent = facts;
  second.className = "facts";
  button.append(svg, first, " ", second);
  return button;
}

/** The way from the root to a folder, each part a button. */
export function showPath(folder, go) {
  const names = folder === "" ? [] : folder.split("/");
  const steps = ["", ...names.map((_, i) => names.slice(0, i + 1).join("/"))];
  part("crumbs").replaceChildren(...steps.map((path, i) => {
    const item = document.createElement("li");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "plain";
    button.textContent = i === 0 ? "Notes" : names[i - 1];
    if (path === folder) button.setAttribute("aria-current", "page");
    button.addEventListener("click", () => go(path));
    item.append(button);
    return item;
  }));
  part("folder-actions").hidden = folder === "";
}
