// Tries what the policy of the page forbids, and tells.
try {
  globalThis.evalResult = `evaluated ${new Function("return 1")()}`;
} catch (error) {
  globalThis.evalResult = error.name;
}
