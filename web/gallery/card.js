// One card of the gallery: a frame in which the example's own page runs, its console, state and statistics.

const MOST_LINES = 500;

const STATES = {
  idle: "Not started",
  loading: "Loading",
  running: "Running",
  ready: "Ready",
  exited: "Exited",
  failed: "Failed",
};

const whole = new Intl.NumberFormat("en");

/** How each statistic is written. */
const FORMATS = {
  memoryBytes: (bytes) => `${(bytes / 2 ** 20).toFixed(1)} MiB`,
};

/** Takes charge of a card's element. */
export function openCard(element) {
  const part = (name) => element.querySelector(`[data-part="${name}"]`);
  const frame = part("frame");
  const lines = part("lines");
  const clear = part("clear");
  let visible = false;

  const setState = (state, text = STATES[state]) => {
    element.dataset.state = state;
    part("state").textContent = text;
  };

  const print = (text, kind) => {
    const atEnd = lines.scrollHeight - lines.scrollTop - lines.clientHeight < 8;
    const line = document.createElement("p");
    line.className = kind;
    line.textContent = text;
    lines.append(line);
    while (lines.childElementCount > MOST_LINES) lines.firstElementChild.remove();
    if (atEnd) lines.scrollTop = lines.scrollHeight;
    clear.hidden = false;
  };

  const clearLines = () => {
    lines.replaceChildren();
    clear.hidden = true;
  };

  const showStats = (values) => {
    for (const [name, value] of Object.entries(values)) {
      const cell = element.querySelector(`[data-stat="${name}"]`);
      const text = typeof value === "number" ? (FORMATS[name] ?? whole.format)(value) : String(value);
      if (cell && cell.textContent !== text) cell.textContent = text;
    }
  };

  const start = () => {
    setState("loading");
    frame.src = frame.dataset.src;
  };

  part("restart").addEventListener("click", () => {
    clearLines();
    if (!frame.src) return start();
    setState("loading");
    frame.contentWindow.location.reload();
  });
  clear.addEventListener("click", () => {
    clearLines();
    lines.focus();
  });

  return {
    owns: (source) => source === frame.contentWindow,

    /** Told when the card comes into view or leaves it. */
    see(isVisible) {
      visible = isVisible;
      if (visible && element.dataset.state === "idle") start();
    },

    askForStats() {
      if (visible && element.dataset.state === "running") {
        frame.contentWindow.postMessage({ goferry: "stats" }, location.origin);
      }
    },

    /** A message of the example's page (web/example.js). */
    hear(message) {
      switch (message.type) {
        case "height":
          frame.style.height = `${message.height}px`;
          break;
        case "line":
          print(message.text, message.stream);
          break;
        case "stats":
          showStats(message.stats);
          break;
        case "state":
          setState(message.state);
          if (message.variant) showStats({ variant: message.variant });
          if (message.text) print(message.text, message.state === "failed" ? "stderr" : "note");
          this.askForStats();
          break;
      }
    },
  };
}
