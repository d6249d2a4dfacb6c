/** Splits a line as a shell would: blanks part words; single quotes keep everything, double quotes all but \" and \\, a backslash the next character. */
export function splitArguments(line: string): string[] {
  const words: string[] = [];
  let word: string | undefined;
  let quote = "";
  for (let i = 0; i < line.length; i++) {
    const char = line[i] as string;
    if (quote !== "") {
      if (char === quote) quote = "";
      else if (quote === '"' && char === "\\" && (line[i + 1] === '"' || line[i + 1] === "\\")) word += line[++i] as string;
      else word += char;
    } else if (char === "'" || char === '"') {
      quote = char;
      word ??= "";
    } else if (/\s/.test(char)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + (char === "\\" && i + 1 < line.length ? (line[++i] as string) : char);
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}
