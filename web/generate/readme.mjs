/**
 * Title and summary of an example, from its README: the first heading, and the first sentence of the text below it.
 * @param {string} markdown
 * @param {string} where Named in errors.
 * @returns {{title: string, summary: string}}
 */
export function readReadme(markdown, where) {
  const title = /^# +(.+)$/m.exec(markdown)?.[1]?.trim();
  if (!title) throw new Error(`${where} has no heading (a line that starts with "# ")`);
  const below = markdown.slice(markdown.indexOf(title) + title.length);
  const paragraph = below.split(/\n\s*\n/).map((text) => text.trim()).find((text) => /^[^#`<|\-\s]/.test(text));
  if (!paragraph) throw new Error(`${where} has no sentence below its heading`);
  const text = plain(paragraph);
  return { title: plain(title), summary: /^.*?[.!?](?= |$)/.exec(text)?.[0] ?? text };
}

/** Text without Markdown's marks for code, emphasis and links. */
function plain(markdown) {
  return markdown
    .replace(/\s+/g, " ")
    .replace(/\[([^\]]*)\]\([^)]*\)/g, "$1")
    .replace(/[`*]/g, "");
}
