/** Texts as a shell reads them: a command line, and an environment. */

/**
 * Splits a line as a shell would: blanks part words; single quotes keep everything, double quotes all but a backslash before one of $`"\
 * and the end of a line; elsewhere a backslash keeps the next character. At the end of a line it joins that to the next.
 */
export function splitArguments(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    const next = line[i + 1];
    if (char === "\\" && next !== undefined && (quote === "" || (quote === '"' && '$`"\\\n'.includes(next)))) {
      if (next !== "\n") word = (word ?? "") + next;
      i++;
    } else if (quote !== "") {
      if (char === quote) quote = "";
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (" \t\n\r\f".includes(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + char;
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Reads `KEY=value` by line. Blanks around the key do not count; a line without a key or without `=` says nothing. */
export function splitEnvironment(text: string): Record<string, string> {
  const pairs = text.split(/\r?\n/).map(line => /^\s*([^=]*[^=\s])\s*=(.*)$/.exec(line));
  return Object.fromEntries(pairs.filter(pair => pair !== null).map(([, key, value]) => [key as string, value as string]));
}
