"use client";
import { Suspense, useEffect, useState } from "react";
import { useExport, useGo, useGoSuspense } from "goferry/react";

const wasmUrl = new URL("./main.wasm", import.meta.url).href;

export function Shown() {
  const [shown, show] = useState(true);
  return (
    <main>
      <label>
        <input type="checkbox" checked={shown} onChange={() => show(!shown)} /> plain
      </label>
      {shown && (
        <>
          <Greeting />
          <Suspense fallback={<p id="waiting">Loading…</p>}>
            <SuspendedGreeting />
          </Suspense>
        </>
      )}
    </main>
  );
}

function Greeting() {
  const { status, program } = useGo(wasmUrl);
  return (
    <div id="first">
      <output className="status">{status}</output>
      <Greets program={program} />
    </div>
  );
}

function SuspendedGreeting() {
  const { program } = useGoSuspense(wasmUrl);
  return (
    <div id="suspended">
      <Greets program={program} />
    </div>
  );
}

function Greets({ program }) {
  const { call, result } = useExport(program, "greet");
  useEffect(() => {
    if (program) call("Alice");
  }, [program, call]);
  return <output className="greet">{result}</output>;
}
