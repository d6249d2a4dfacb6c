// The option imports of worker mode: what tests/go/dropin-imports asks for.
globalThis.page = {};
globalThis.goferryImports = {
  env: {
    twice: n => 2 * n,
    take() {},
    fail() {
      throw new Error("on purpose");
    },
  },
};
