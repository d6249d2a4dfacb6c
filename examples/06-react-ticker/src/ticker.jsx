import { useChannel, useExport, useGo } from "goferry/react";
import wasmUrl from "./main.wasm?url";
import { usePerSecond } from "./use-per-second.js";

const LEVELS = 12;

/** The order book of the Go program in its worker, drawn once a frame. */
export function Ticker() {
  const { status, program, error } = useGo(wasmUrl);
  const { value: book } = useChannel(program, "book", { codec: "f64" });
  const { call: keepBusy, pending: isBusy } = useExport(program, "busy");
  const [updates, price] = book ?? [0, 0];
  const updatesPerSecond = usePerSecond(updates);
  if (error) return <p role="alert">{error.message}</p>;

  return (
    <>
      <h1>Order book</h1>
      <p className="about">Go simulates 10,000 updates a second in a worker. React draws what is newest, once a frame.</p>
      <dl>
        <Figure id="price" label="Price" value={price.toFixed(2)} />
        <Figure id="updates" label="Updates a second" value={Math.round(updatesPerSecond).toLocaleString("en")} />
        <Figure id="frames" label="Frames a second" value={Math.round(usePerSecond())} />
        <Figure id="transport" label="Transport" value={program?.transport ?? status} />
      </dl>
      <div className="book">
        {book && <Side name="Bids" sizes={book.subarray(2, 2 + LEVELS)} />}
        {book && <Side name="Asks" sizes={book.subarray(2 + LEVELS)} />}
      </div>
      <button onClick={() => keepBusy(2)} disabled={!program || isBusy}>
        {isBusy ? "Go computes, and the page goes on" : "Keep Go busy for two seconds"}
      </button>
    </>
  );
}

function Figure({ id, label, value }) {
  return (
    <div>
      <dt id={id}>{label}</dt>
      <dd aria-labelledby={id}>{value}</dd>
    </div>
  );
}

function Side({ name, sizes }) {
  return (
    <section className={name.toLowerCase()}>
      <h2>{name}</h2>
      {[...sizes].map((size, level) => (
        <meter key={level} aria-label={`${name}, level ${level + 1}`} max="400" value={size} />
      ))}
    </section>
  );
}
