import { createHash, createPublicKey, verify as verifySignature } from "node:crypto";
import type { Page } from "@playwright/test";
import { expect, galleryOf, test } from "../go.ts";
import { openExample } from "./program.ts";

const status = (page: Page) => page.getByRole("status");
const choose = (page: Page, name: string, buffer: Buffer) => page.locator("#file").setInputFiles({ name, mimeType: "application/octet-stream", buffer });
const SIZE = 5 * 2 ** 20 + 12_345;
const file = Buffer.alloc(SIZE, Buffer.from(Array.from({ length: 251 }, (_, i) => i * 37)));
const sha512 = (bytes: Buffer) => createHash("sha512").update(bytes).digest();

/** The page pretends that a file is longer than it is, so that hashing it takes as long as one likes. */
const endless = (page: Page) =>
  page.evaluate(() => {
    const bytes = new Uint8Array(2 ** 20);
    Object.defineProperties(File.prototype, {
      size: { get: () => 1e15 },
      slice: { value: () => ({ arrayBuffer: async () => bytes.slice().buffer }) },
    });
  });

test("hashes and signs a file as Node does, and shows how far it is", async ({ go, page }) => {
  await openExample(page, "09-crypto", await galleryOf(go));
  await expect(status(page)).toHaveText("Nothing leaves this page.");
  await choose(page, "big.bin", file);
  await expect(status(page)).toHaveText(/^big\.bin: 5\.3 MB, signed in [\d.]+ s\.$/);
  await expect(page.getByRole("progressbar", { name: "Hashed" })).toHaveAttribute("aria-valuenow", "100");
  const [hash, signature, key] = await Promise.all(["sha512", "signature", "key"].map((id) => page.locator(`#${id}`).innerText()));
  expect(hash).toBe(sha512(file).toString("hex"));
  const x = Buffer.from(key ?? "", "hex").toString("base64url");
  const publicKey = createPublicKey({ format: "jwk", key: { kty: "OKP", crv: "Ed25519", x } });
  expect(verifySignature(null, sha512(file), publicKey, Buffer.from(signature ?? "", "hex"))).toBe(true);
});

test("verifies: the same file is the one that was signed, another is not", async ({ go, page }) => {
  await openExample(page, "09-crypto", await galleryOf(go));
  await choose(page, "a.bin", file);
  const verify = page.getByRole("button", { name: "Verify a file" });
  for (const [bytes, text] of [[file, "b.bin is the file that was signed."], [file.subarray(1), "b.bin is another file."]] as const) {
    const choosing = page.waitForEvent("filechooser");
    await verify.click();
    await (await choosing).setFiles({ name: "b.bin", mimeType: "application/octet-stream", buffer: Buffer.from(bytes) });
    await expect(status(page)).toHaveText(text);
  }
});

test("a dropped file is taken", async ({ go, page }) => {
  await openExample(page, "09-crypto", await galleryOf(go));
  await page.locator("#drop").evaluate((drop) => {
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(new File(["abc"], "abc.txt"));
    drop.dispatchEvent(new DragEvent("drop", { dataTransfer, bubbles: true, cancelable: true }));
  });
  await expect(page.locator("#sha512")).toHaveText(sha512(Buffer.from("abc")).toString("hex"));
});

test("can be canceled, and be used again", async ({ go, page }) => {
  await openExample(page, "09-crypto", await galleryOf(go));
  await endless(page);
  const cancel = page.getByRole("button", { name: "Cancel" });
  await expect(cancel).toBeDisabled();
  await choose(page, "endless", Buffer.from("x"));
  await expect(status(page)).toHaveText("Hashing endless…");
  await cancel.click();
  await expect(status(page)).toHaveText("Canceled.");
  await expect(cancel).toBeDisabled();

  await choose(page, "another", Buffer.from("x"));
  await expect(status(page)).toHaveText("Hashing another…");
  await cancel.click();
  await expect(status(page)).toHaveText("Canceled.");
});

for (const isolated of [true, false]) {
  test.describe(isolated ? "isolated" : "not isolated", () => {
    test.use({ goIsolated: isolated });

    test("works, and says which transport it uses", async ({ go, page }) => {
      await openExample(page, "09-crypto", await galleryOf(go));
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
      await expect(page.locator("#transport")).toHaveText(isolated ? "shared" : "port");
      await choose(page, "abc", Buffer.from("abc"));
      await expect(page.locator("#sha512")).toHaveText(sha512(Buffer.from("abc")).toString("hex"));
    });
  });
}
