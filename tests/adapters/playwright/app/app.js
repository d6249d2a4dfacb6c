const program = goferry.load("main.wasm");
const [greet, crash] = document.querySelectorAll("button");
const output = document.querySelector("output");

greet.onclick = async () => {
  output.value = await (await program).exports.greet(document.querySelector("input").value);
};
crash.onclick = async () => {
  output.value = await (await program).exports.crash().catch((error) => error.code);
};
