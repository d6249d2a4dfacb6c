import { Suspense, useState } from "react";
import { ErrorBoundary } from "./error-boundary.jsx";
import { Greeting, SuspendedGreeting } from "./greeting.jsx";
import wasmUrl from "./main.wasm?url";

/** What the checkboxes show, each with two users of one program. */
export function App() {
  return (
    <main>
      <Toggle name="plain">
        <Greeting id="first" url={wasmUrl} />
        <Greeting id="second" url={wasmUrl} />
      </Toggle>
      <Toggle name="suspense">
        <Suspense fallback={<p id="waiting">Loading…</p>}>
          <SuspendedGreeting id="suspended" url={wasmUrl} />
        </Suspense>
      </Toggle>
      <Toggle name="missing">
        <ErrorBoundary>
          <Suspense fallback={<p>Loading…</p>}>
            <SuspendedGreeting id="missing" url="/missing.wasm" />
          </Suspense>
        </ErrorBoundary>
      </Toggle>
    </main>
  );
}

function Toggle({ name, children }) {
  const [shown, show] = useState(false);
  return (
    <section>
      <label>
        <input type="checkbox" checked={shown} onChange={() => show(!shown)} /> {name}
      </label>
      {shown && children}
    </section>
  );
}
