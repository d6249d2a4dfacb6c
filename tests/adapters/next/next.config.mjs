/** @type {import("next").NextConfig} */
export default {
  output: "export", // rendered on the server once, at build time; hydrated in the browser
};
