// Gives Go the file piece by piece, shows how far it is, and what it found.
const ferry = document.querySelector("go-ferry");
const part = (id) => document.getElementById(id);
const number = new Intl.NumberFormat("en", { maximumFractionDigits: 1 });
let running; // the AbortController of what is under way
let sealed; // the last seal
let verifying = false; // the next file is compared with it

/** Go calls this for each chunk, and waits for the promise. */
const reader = (file) => async (offset, length) =>
  new Uint8Array(await file.slice(offset, offset + length).arrayBuffer());

async function take(file) {
  const toVerify = verifying;
  verifying = false;
  running?.abort();
  const abort = (running = new AbortController());
  part("cancel").disabled = false;
  part("verify").hidden = true;
  if (!toVerify) part("seal").hidden = true;
  say(`Hashing ${file.name}…`);
  showProgress(0, 1);

  const started = performance.now();
  const { seal, verify } = ferry.program.exports;
  try {
    const read = reader(file);
    if (toVerify) {
      const same = await verify(file.size, read, sealed, showProgress,
        abort.signal);
      say(same ? `${file.name} is the file that was signed.`
        : `${file.name} is another file.`);
    } else {
      sealed = await seal(file.size, read, showProgress, abort.signal);
      showSeal(sealed);
      const seconds = (performance.now() - started) / 1000;
      say(`${file.name}: ${size(file.size)}, signed in `
        + `${number.format(seconds)} s.`);
    }
    showProgress(1, 1);
  } catch (error) {
    if (abort !== running) return; // another file has been dropped
    say(abort.signal.aborted ? "Canceled." : `It failed: ${error.message}`);
  }
  if (abort !== running) return;
  part("cancel").disabled = true;
  part("verify").hidden = sealed === undefined;
}

function say(text) {
  part("status").textContent = text;
}

function size(bytes) {
  if (bytes < 1e6) return `${number.format(bytes / 1e3)} kB`;
  return `${number.format(bytes / 1e6)} MB`;
}

function showProgress(done, total) {
  const share = done / total;
  part("progress").setAttribute("aria-valuenow", String(Math.round(100 * share)));
  part("bar").style.transform = `scaleX(${share})`;
}

function showSeal({ sha512, signature, publicKey }) {
  part("sha512").textContent = sha512;
  part("signature").textContent = hex(signature);
  part("key").textContent = hex(publicKey);
  part("seal").hidden = false;
}

const hex = (bytes) =>
  [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");

part("file").addEventListener("change", ({ target }) => {
  const [file] = target.files;
  target.value = ""; // the same file may be chosen again
  if (file) take(file);
});
part("cancel").addEventListener("click", () => running.abort());
part("verify").addEventListener("click", () => {
  verifying = true;
  part("file").click();
});
part("file").addEventListener("cancel", () => (verifying = false));

const drop = part("drop");
for (const type of ["dragover", "dragleave", "drop"]) {
  drop.addEventListener(type, (event) => {
    event.preventDefault();
    drop.classList.toggle("over", type === "dragover");
    const [file] = type === "drop" ? event.dataTransfer.files : [];
    if (file && ferry.program) take(file);
  });
}

ferry.ready.then((program) => {
  part("transport").textContent = program.transport;
  part("file").disabled = false;
  say("Nothing leaves this page.");
}, () => say(""));
