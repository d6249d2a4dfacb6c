// Keeps what every <go-ferry> of the page tells, in the order told. Events that bubble would be told twice.
globalThis.seen = [];
const words = {
  ready: event => `ready ${event.detail === event.target.program}`,
  exit: event => `exit ${event.detail.reason} ${event.detail.code}`,
  error: event => `error ${event.detail.code}`,
  stdout: event => `stdout ${event.detail}`,
  stderr: event => `stderr ${event.detail}`,
};
for (const [type, word] of Object.entries(words)) {
  const tell = event => event.target.localName === "go-ferry" && globalThis.seen.push(word(event));
  document.addEventListener(type, tell, { capture: true });
  document.addEventListener(type, tell);
}
