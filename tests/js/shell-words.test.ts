import assert from "node:assert/strict";
import { test } from "node:test";
import { splitArguments } from "../../js/src/shell-words.ts";

const cases: [line: string, words: string[]][] = [
  ["", []],
  ["  \t\n ", []],
  ["-v run", ["-v", "run"]],
  ["  -v\trun  ", ["-v", "run"]],
  ["'two words' \"three more words\"", ["two words", "three more words"]],
  ["'' \"\"", ["", ""]],
  ["a'b c'd", ["ab cd"]],
  ["a\\ b", ["a b"]],
  ['"say \\"hi\\" \\\\ \\n"', ['say "hi" \\ \\n']],
  ["'back\\slash'", ["back\\slash"]],
  ["trailing\\", ["trailing\\"]],
  ["'never closed", ["never closed"]],
];
for (const [line, words] of cases) test(`splits ${JSON.stringify(line)}`, () => assert.deepEqual(splitArguments(line), words));
