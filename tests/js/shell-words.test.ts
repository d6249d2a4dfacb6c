import assert from "node:assert/strict";
import { test } from "node:test";
import { splitArguments, splitEnvironment } from "../../js/src/shell-words.ts";

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
  ['"trailing\\', ["trailing\\"]],
  ["\\$HOME \"\\$HOME \\`x\\`\" '\\$HOME'", ["$HOME", "$HOME `x`", "\\$HOME"]],
  ["one\\\ntwo \"three\\\nfour\"\nfive", ["onetwo", "threefour", "five"]],
  ["a\u00a0b", ["a\u00a0b"]],
  ["a# #b", ["a#", "#b"]],
  ["'never closed", ["never closed"]],
];
for (const [line, words] of cases) test(`splits ${JSON.stringify(line)}`, () => assert.deepEqual(splitArguments(line), words));

const environments: [text: string, env: Record<string, string>][] = [
  ["", {}],
  ["LANG=en", { LANG: "en" }],
  ["\n    A=1\n    B=\r\n    C = x = y \n", { A: "1", B: "", C: " x = y " }],
  ["no value\n=no key\n =\n__proto__=own", { ["__proto__"]: "own" }],
];
for (const [text, env] of environments) test(`reads the environment ${JSON.stringify(text)}`, () => assert.deepEqual(splitEnvironment(text), env));
