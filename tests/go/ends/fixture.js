// The page's side of the ends program: a classic script that installs `makeHooks(name)`, which makes the global object that one program and the
// page see each other through.
"use strict";
globalThis.makeHooks = (name) => {
  const hooks = {
    suffix: "!",
    callInner() { return this.inner(); },
    callRecurse() { return this.recurse(); },
    throwError() { throw new Error("thrown by a function"); },
    get throwing() { throw new Error("thrown by a getter"); },
    set throwing(_) { throw new Error("thrown by a setter"); },
  };
  globalThis[name] = hooks;
  return hooks;
};
