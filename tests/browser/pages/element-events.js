// Keeps what every <go-ferry> of the page tells, in the order told. Events that bubble would be told twice.
globalThis.seen = [];
for (const type of ["ready", "exit", "error", "stdout"]) {
  const tell = event => {
    if (event.target.localName !== "go-ferry") return;
    const { detail } = event;
    globalThis.seen.push(type === "exit" ? `exit ${detail.code}` : type === "error" ? `error ${detail.code}` : type === "stdout" ? `stdout ${detail}` : type);
  };
  document.addEventListener(type, tell, { capture: true });
  document.addEventListener(type, tell);
}
