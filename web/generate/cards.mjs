// The gallery's HTML, made from what build-gallery.mjs found in examples/.

import { highlight } from "./highlight.mjs";

/**
 * @typedef {object} Example
 * @property {string} name Folder name, such as `01-greet`.
 * @property {string} title From the README's heading.
 * @property {string} summary Plain text: the README's first sentence.
 * @property {{name: string, text: string, file: string}[]} sources What the card shows; `file` is its address in the gallery.
 */

/** The start page: the template with the contents and the cards put in.
 * @param {string} template
 * @param {Example[]} examples */
export function galleryPage(template, examples) {
  const parts = {
    snippet: highlight("index.html", SNIPPET),
    contents: examples.map(contentsItem).join("\n        "),
    cards: examples.map(card).join("\n"),
  };
  return Object.entries(parts).reduce((page, [name, html]) => fill(page, name, html), template);
}

/** What it takes to put a Go program into a page. */
const SNIPPET = `<script src="goferry.js"></script>
<go-ferry src="main.wasm"></go-ferry>`;

/** Replaces the one comment `<!--name-->`. */
function fill(template, name, html) {
  const mark = `<!--${name}-->`;
  const parts = template.split(mark);
  if (parts.length !== 2) throw new Error(`web/index.html must contain ${mark} once`);
  return parts.join(html);
}

function contentsItem({ name, title }) {
  return `<li><a href="#${name}"><span class="number" aria-hidden="true">${number(name)}</span>${escape(title)}</a></li>`;
}

function card(example) {
  const { name, title, summary } = example;
  const label = escape(title);
  return `
<article class="card" id="${name}" aria-labelledby="${name}-title" data-state="idle">
  <header class="card-header">
    <div class="card-heading">
      <h2 id="${name}-title"><span class="number" aria-hidden="true">${number(name)}</span>${label}</h2>
      <p>${escape(summary)}</p>
    </div>
    <div class="card-actions">
      <p class="state"><span class="visually-hidden">Program: </span><span data-part="state">Not started</span></p>
      <button class="quiet" type="button" data-part="restart" aria-label="Restart ${label}">Restart</button>
      <a class="button" href="${name}/" aria-label="Open alone: ${label}">Open alone</a>
    </div>
  </header>
  <div class="card-body">
    <div class="stage">
      <iframe data-part="frame" data-src="${name}/" title="${label}, running"></iframe>
      <div class="console">
        <div class="panel-header">
          <h3>Console</h3>
          <button class="plain" type="button" data-part="clear" aria-label="Clear the console of ${label}" hidden>Clear</button>
        </div>
        <div class="lines" data-part="lines" role="log" tabindex="0" aria-label="Console of ${label}"></div>
      </div>
      <dl class="stats" aria-label="Statistics of ${label}">
        ${STATS.map(([key, text, hint]) => `<div title="${hint}"><dt>${text}</dt><dd data-stat="${key}">–</dd></div>`).join("\n        ")}
      </dl>
    </div>
    ${source(example)}
  </div>
</article>`;
}

/** Key in `program.stats()`, label, explanation. */
const STATS = [
  ["hostCalls", "Host calls", "How often Go has called out to the page"],
  ["callbacks", "Callbacks", "How often the page has called into Go"],
  ["refs", "Live refs", "JavaScript values that Go holds now"],
  ["wrappers", "Wrappers", "Go functions that JavaScript holds now"],
  ["memoryBytes", "Go memory", "Size of the program’s WebAssembly memory"],
  ["variant", "Bridge", "How the bridge reaches Go’s memory: merged or compat"],
];

function source({ name, title, sources }) {
  const id = (i) => `${name}-source-${i}`;
  const tabs = sources.map(
    (s, i) =>
      `<button role="tab" type="button" id="${id(i)}-tab" aria-controls="${id(i)}" aria-selected="${i === 0}" tabindex="${i === 0 ? 0 : -1}">${escape(s.name)}</button>`,
  );
  const panels = sources.map(
    (s, i) => `<div role="tabpanel" id="${id(i)}" aria-labelledby="${id(i)}-tab"${i === 0 ? "" : " hidden"}>
        <pre tabindex="0" role="region" aria-label="${escape(s.name)} of ${escape(title)}"><code>${highlight(s.name, s.text)}</code></pre>
        <a class="raw" href="${s.file}" aria-label="Plain text of ${escape(s.name)}">Plain text</a>
      </div>`,
  );
  return `<section class="source" aria-label="Source of ${escape(title)}">
      <div class="panel-header" role="tablist" aria-label="Files of ${escape(title)}">${tabs.join("")}</div>
      ${panels.join("\n      ")}
    </section>`;
}

function number(name) {
  return name.slice(0, name.indexOf("-"));
}

function escape(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
