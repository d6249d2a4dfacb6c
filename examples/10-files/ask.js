// Asks before something is removed, and for another name.
const part = (id) => document.getElementById(id);

/** Resolves with what was answered; undefined where it was cancelled. */
export async function ask(question, yes, name) {
  const dialog = part("ask");
  const answer = part("answer");
  part("question").textContent = question;
  part("yes").textContent = yes;
  answer.hidden = answer.disabled = name === undefined;
  answer.required = !answer.hidden;
  answer.value = name ?? "";
  dialog.returnValue = "";
  dialog.showModal();
  (answer.hidden ? part("yes") : answer).focus();
  await new Promise((done) =>
    dialog.addEventListener("close", done, { once: true }));
  return dialog.returnValue === "yes" ? answer.value : undefined;
}
