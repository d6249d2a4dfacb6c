// Which mirror cmake/debian-mirror.py takes from a machine's apt sources.
import assert from "node:assert/strict";
import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const script = fileURLToPath(new URL("../cmake/debian-mirror.py", import.meta.url));

/** What it says of an /etc/apt with these files, on a trixie. */
function mirrorOf(t, files) {
  const etc = mkdtempSync(join(tmpdir(), "apt-"));
  t.after(() => rmSync(etc, { recursive: true }));
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(etc, file)), { recursive: true });
    writeFileSync(join(etc, file), text.replaceAll("ETC", etc));
  }
  const { stdout, stderr, status } = spawnSync("python3", [script, etc, "trixie"], { encoding: "utf8" });
  const [uri, keyring] = stdout.trim().split("\t");
  return { uri, keyring: keyring?.replace(etc, "ETC"), stderr, status };
}

const stanza = (uri, suites, more = "") => `Types: deb\nURIs: ${uri}\nSuites: ${suites}\nComponents: main\n${more}`;

test("a deb822 file, with its keyring", (t) => {
  const files = { "sources.list.d/debian.sources": stanza("http://mirror/debian", "trixie trixie-updates", "Signed-By: ETC/key.gpg\n"), "key.gpg": "" };
  const { uri, keyring } = mirrorOf(t, files);
  assert.deepEqual({ uri, keyring }, { uri: "http://mirror/debian", keyring: "ETC/key.gpg" });
});

test("a one-line file, with options and a comment", (t) => {
  const text = "# deb http://old/debian trixie main\ndeb [arch=amd64 signed-by=ETC/key.gpg] https://mirror/debian trixie main contrib # ours\n";
  const { uri, keyring } = mirrorOf(t, { "sources.list": text, "key.gpg": "" });
  assert.deepEqual({ uri, keyring }, { uri: "https://mirror/debian", keyring: "ETC/key.gpg" });
});

test("vendors' repositories and the security archive are passed over", (t) => {
  const files = {
    "sources.list.d/a-vendor.list": "deb https://vendor/apt vendor-trixie main\n",
    "sources.list.d/b-node.sources": stanza("https://node/20", "nodistro"),
    "sources.list.d/c-security.sources": stanza("http://mirror/security", "trixie-security"),
    "sources.list.d/debian.sources": stanza("http://mirror/debian", "trixie"),
  };
  assert.equal(mirrorOf(t, files).uri, "http://mirror/debian");
});

test("the machine's own release wins over another, a disabled entry and a disc count for nothing", (t) => {
  const files = {
    "sources.list.d/a.sources": `${stanza("http://off/debian", "trixie", "Enabled: no\n")}\n${stanza("http://sid/debian", "sid")}`,
    "sources.list": "deb cdrom:[Debian]/ trixie main\ndeb http://own/debian trixie main\n",
  };
  assert.equal(mirrorOf(t, files).uri, "http://own/debian");
});

test("a keyring written into the entry, or missing, is replaced by Debian's or left out", (t) => {
  const inline = stanza("http://mirror/debian", "trixie", "Signed-By:\n -----BEGIN PGP PUBLIC KEY BLOCK-----\n .\n");
  const { uri, keyring } = mirrorOf(t, { "sources.list.d/debian.sources": inline });
  assert.equal(uri, "http://mirror/debian");
  assert.match(keyring ?? "", /^$|debian-archive-keyring/);
});

test("bad: no Debian mirror at all", (t) => {
  const { status, stderr } = mirrorOf(t, { "sources.list": "deb https://vendor/apt vendor main\n" });
  assert.equal(status, 1);
  assert.match(stderr, /no Debian mirror is named in .*GOFERRY_DEBIAN_MIRROR/);
});
