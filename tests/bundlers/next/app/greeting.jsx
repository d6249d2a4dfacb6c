"use client";
import { load } from "goferry";
import { useEffect, useState } from "react";
import { runChecks } from "./checks.js"; // the test's

const wasmUrl = new URL("./main.wasm", import.meta.url).href;

export function Greeting({ name }) {
  const [text, setText] = useState("");
  useEffect(() => {
    const abort = new AbortController();
    load(wasmUrl, { signal: abort.signal })
      .then((program) => program.exports.greet(name))
      .then(setText, (error) => {
        if (!abort.signal.aborted) throw error;
      });
    return () => abort.abort(); // also ends the program
  }, [name]);

  useEffect(() => {
    globalThis.checks ??= runChecks(wasmUrl, () => import("goferry/wasm_exec")); // the test's
  }, []);
  return <output id="greeting">{text}</output>;
}
