// Colours source code at build time, so that the page needs no script for it. Comments, strings, keywords and names that
// are declared are enough to read by; anything else stays plain.

const WORDS = {
  go: `break case chan const continue default defer else fallthrough for func go goto if import interface map package range
    return select struct switch type var nil true false iota`,
  js: `async await break case catch class const continue default delete do else export extends finally for function if import
    in instanceof let new null of return static super switch this throw true try typeof undefined var void while false`,
};

/** Per language, what a token can be, in the order tried; the rest is skipped as plain text. */
const RULES = {
  go: [
    ["comment", /\/\/.*|\/\*[^]*?\*\//],
    ["string", /`[^`]*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+'/],
    ["word", /[A-Za-z_]\w*/],
  ],
  js: [
    ["comment", /\/\/.*|\/\*[^]*?\*\//],
    ["string", /`(?:\\.|[^`\\])*`|"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])*'/],
    ["word", /[A-Za-z_$][\w$]*/],
  ],
  html: [
    ["comment", /<!--[^]*?-->/],
    ["keyword", /<\/?[a-zA-Z][\w-]*|\/?>/],
    ["string", /(?<==)"[^"]*"/],
  ],
};

const compiled = Object.fromEntries(
  Object.entries(RULES).map(([language, rules]) => [
    language,
    {
      token: new RegExp(rules.map(([kind, pattern]) => `(?<${kind}>${pattern.source})`).join("|"), "g"),
      words: new Set((WORDS[language] ?? "").split(/\s+/)),
    },
  ]),
);

/** HTML for a file's text, coloured by the language that its name tells.
 * @param {string} fileName
 * @param {string} text */
export function highlight(fileName, text) {
  const language = compiled[fileName.slice(fileName.lastIndexOf(".") + 1).replace("mjs", "js")];
  if (!language) return escape(text);
  let html = "";
  let end = 0;
  for (const match of text.matchAll(language.token)) {
    const [kind] = Object.entries(match.groups).find(([, value]) => value !== undefined);
    const shown = kind === "word" ? (language.words.has(match[0]) ? "keyword" : undefined) : kind;
    html += escape(text.slice(end, match.index));
    html += shown ? `<span class="${shown}">${escape(match[0])}</span>` : escape(match[0]);
    end = match.index + match[0].length;
  }
  return html + escape(text.slice(end));
}

function escape(text) {
  return text.replace(/[&<>"]/g, (c) => `&#${c.charCodeAt(0)};`);
}
