// Loads a program that must be refused, and tells how.
import { plainError } from "../scenario-host.mjs";

export default async function refused(host) {
  const errors = [];
  try {
    (await host.load("refused", { stderr: (line) => errors.push(line) })).terminate();
    return { errors };
  } catch (error) {
    return { failed: plainError(error), errors };
  }
}
