// The layering check finds what it is there to find.
import assert from "node:assert/strict";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { checkLayers } from "./layers.mjs";

const CLEAN = {
  "bridge/base/result.h": "#include <cstdint>\n",
  "bridge/values/names.h": '#include "bridge/base/result.h"\n#include "bridge/values/names.def"\n',
  "bridge/embind/bindings.cpp": '#include <emscripten/bind.h>\n#include "bridge/values/names.h"\n',
  "js/src/errors.ts": 'import { x } from "node:fs";\n',
  "js/src/load.ts": 'import { e } from "./errors.js";\n',
};

/** The violations of a tree made of the clean one with these files added. */
function violationsOf(t, added) {
  const root = mkdtempSync(join(tmpdir(), "layers-"));
  t.after(() => rmSync(root, { recursive: true }));
  for (const [file, text] of Object.entries(added)) {
    mkdirSync(dirname(join(root, file)), { recursive: true });
    writeFileSync(join(root, file), text);
  }
  return checkLayers(root).violations;
}

test("a clean tree has no violation", (t) => {
  assert.deepEqual(violationsOf(t, CLEAN), []);
});

test("an empty tree is a violation", (t) => {
  assert.deepEqual(violationsOf(t, {}), ["bridge: no source file found", "js/src: no source file found"]);
});

const BAD = {
  "an include upward": ["bridge/host/a.h", '\n#include "bridge/imports/frame.h"\n', "bridge/host/a.h:2: bridge/imports/frame.h: imports/ is a layer above host/"],
  "an include between folders of one layer": ["bridge/files/a.h", '#include "bridge/values/b.h"', "bridge/files/a.h:1: bridge/values/b.h: files/ and values/ are on the same layer"],
  "an include by a relative path": ["bridge/host/a.h", '#include "../embind/b.h"', "bridge/host/a.h:1: ../embind/b.h: embind/ is a layer above host/"],
  "Emscripten outside embind": ["bridge/imports/a.cpp", "# include <emscripten/val.h>", "bridge/imports/a.cpp:1: emscripten/val.h: only embind/ may include Emscripten's headers"],
  "a folder in no layer": ["bridge/misc/a.h", "", "bridge/misc/a.h:1: in no layer; give it a place in tests/layers.mjs"],
  "an import upward": ["js/src/host/a.ts", '/* from "x" */\nexport { l } from "../load.js";', "js/src/host/a.ts:2: ../load.js: load.ts is a layer above host/"],
  "a dynamic import upward": ["js/src/host/a.ts", 'const l = await import(\n  "../load.js");', "js/src/host/a.ts:1: ../load.js: load.ts is a layer above host/"],
};
for (const [what, [file, text, expected]] of Object.entries(BAD)) {
  test(`${what} is a violation`, (t) => {
    assert.deepEqual(violationsOf(t, { ...CLEAN, [file]: text }), [expected]);
  });
}

test("an include that is commented out is none", (t) => {
  const text = '// #include "bridge/imports/frame.h"\n/*\n#include "bridge/imports/frame.h"\n*/\n';
  assert.deepEqual(violationsOf(t, { ...CLEAN, "bridge/host/a.h": text }), []);
});
