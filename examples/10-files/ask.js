// Asks before something is removed, and for another name.
const part = (id) => document.getElementById(id);
let answered = () => {}; // ends the question that was put last

// The event comes after the dialog is closed: the next one may be open.
part("ask").addEventListener("close", () => part("ask").open || answered());

/** Resolves with what was answered; undefined where it was cancelled. */
export function ask(question, yes, name) {
  answered();
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
  return new Promise((done) => {
    answered = () => {
      answered = () => {};
      done(dialog.returnValue === "yes" ? answer.value : undefined);
    };
  });
}
