// Asks Go what is wrong with the form: a field as soon as it has been left,
// all of them before they are sent.
const ferry = document.querySelector("go-ferry");
const form = document.getElementById("form");
const result = document.getElementById("result");
const fields = [...form.querySelectorAll("input")];
const left = new Set(); // the fields whose problems are shown

function show(problems) {
  for (const field of fields) {
    const problem = left.has(field.name) ? (problems[field.name] ?? "") : "";
    document.getElementById(`${field.name}-problem`).textContent = problem;
    field.setAttribute("aria-invalid", String(problem !== ""));
  }
}

async function check() {
  const problems = await ferry.program.exports.problems(account());
  show(problems);
  return problems;
}

const account = () => Object.fromEntries(new FormData(form));

form.addEventListener("focusout", ({ target }) => {
  if (!target.name || (target.value === "" && !left.has(target.name))) return;
  left.add(target.name);
  if (ferry.program) check();
});

form.addEventListener("input", () => {
  result.textContent = "";
  if (ferry.program && left.size > 0) check();
});

form.addEventListener("submit", async (event) => {
  event.preventDefault();
  for (const field of fields) left.add(field.name);
  const problems = await check();
  const wrong = fields.find((field) => problems[field.name]);
  if (wrong) return wrong.focus();
  result.textContent = await send();
});

/** Sends the account; the server has the same rules, and the last word. */
async function send() {
  const body = JSON.stringify(account());
  const headers = { "Content-Type": "application/json" };
  const answer = await fetch("signup", { method: "POST", headers, body })
    .catch(() => undefined);
  if (answer?.status === 201) return `Welcome, ${account().name.trim()}!`;
  if (answer?.status === 422) {
    show(await answer.json());
    return "The server has found a problem.";
  }
  return "The form is fine. There is no server here to send it to.";
}

ferry.ready.then((program) => {
  document.getElementById("transport").textContent = program.transport;
  document.getElementById("submit").disabled = false;
});
