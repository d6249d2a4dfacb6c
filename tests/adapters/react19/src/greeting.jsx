import { useChannel, useChannelStream, useExport, useGo, useGoSuspense } from "goferry/react";

const mode = new URLSearchParams(location.search).get("mode") ?? undefined;

export function Greeting({ id, url }) {
  const { status, progress, program, error } = useGo(url, { mode });
  return (
    <div id={id}>
      <p>
        Version 1: <output className="status">{status}</output> <output className="loaded">{progress?.loaded}</output>
      </p>
      <Calls program={program} />
      <Channels program={program} />
      {error && <p className="error">{error.message}</p>}
    </div>
  );
}

export function SuspendedGreeting({ id, url }) {
  const { status, program } = useGoSuspense(url, { mode });
  return (
    <div id={id}>
      <output className="status">{status}</output>
      <Calls program={program} />
    </div>
  );
}

function Calls({ program }) {
  const greet = useExport(program, "greet");
  const count = useExport(program, "count");
  const crash = useExport(program, "crash");
  const none = useExport(program, "none");
  return (
    <p>
      <button onClick={() => greet.call("Alice")}>greet</button>
      <output className="greet">{greet.pending ? "…" : greet.result}</output>
      <output className="early">{greet.error?.code}</output>
      <button onClick={() => count.call()}>count</button>
      <output className="count">{count.result}</output>
      <button onClick={() => crash.call()}>crash</button>
      <button onClick={() => program.restart()}>restart</button>
      <button onClick={() => none.call()}>none</button>
      <output className="none">{none.error?.code}</output>
    </p>
  );
}

function Channels({ program }) {
  const echo = useChannel(program, "echo", { codec: "text" });
  const lines = useChannelStream(program, "lines", { codec: "text", limit: 1000 });
  const none = useChannel(program, "echo", { codec: "json" });
  return (
    <p>
      <button onClick={() => echo.send("to and fro")}>echo</button>
      <output className="echo">{echo.value}</output>
      <button onClick={() => lines.send("1500")}>lines</button>
      <output className="lines">{`${lines.messages.length} to ${lines.messages.at(-1)}`}</output>
      <output className="mismatch">{none.error?.code}</output>
    </p>
  );
}
