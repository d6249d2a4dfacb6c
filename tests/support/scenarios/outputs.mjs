// Runs several programs to their ends, one after another: args is a list of what scenarios/output.mjs takes.
import output from "./output.mjs";

export default async function outputs(host) {
  const results = [];
  for (const args of host.args) {
    const uncaught = host.uncaught.length;
    try {
      const result = await output({ ...host, args });
      results.push({ ...result, uncaught: host.uncaught.slice(uncaught) });
    } catch (error) {
      results.push({ failed: String(error?.stack ?? error) });
    }
  }
  return results;
}
