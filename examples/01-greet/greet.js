// Calls the Go function greet: once when the program is ready, then for each
// name that is entered.
const ferry = document.querySelector("go-ferry");
const nameInput = document.getElementById("name");

async function showGreeting() {
  const text = await ferry.program.exports.greet(nameInput.value);
  document.getElementById("greeting").value = text;
}

document.getElementById("form").addEventListener("submit", (event) => {
  event.preventDefault();
  showGreeting();
});

ferry.ready.then(() => {
  document.getElementById("button").disabled = false;
  showGreeting();
});
