/** @type {import("next").NextConfig} */
export default {
  output: "export", // a folder of static files
  basePath: "/below/a/path",
};
