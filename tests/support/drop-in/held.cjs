// A program that holds 200,000 objects: more than a host has room for when it starts.
const { wasmExec, instantiate } = require("./common.cjs");
require(wasmExec);
const go = new Go();
go.argv = ["held", "hold", "200000"];
instantiate(go).then((instance) => go.run(instance));
