// The page's half: calls mandelbrot in Go, draws the rows that come in, and
// shows what it cost.
const ferry = document.querySelector("go-ferry");
const part = (id) => document.getElementById(id);
const canvas = part("picture");
const context = canvas.getContext("2d");
const number = new Intl.NumberFormat("en");

async function compute() {
  const { program } = ferry;
  part("start").disabled = true;
  part("cancel").disabled = false;
  part("result").textContent = "Computing…";
  context.clearRect(0, 0, canvas.width, canvas.height);
  showProgress(0);

  try {
    const before = await program.stats();
    const { width, height } = canvas;
    const { milliseconds, slices, canceled } = await program.exports.mandelbrot(
      width, height, Number(part("iterations").value), showRows);
    const after = await program.stats();
    const what = canceled ? "Canceled after" : `${number.format(width * height)} pixels:`;
    const calls = number.format(after.hostCalls - before.hostCalls);
    part("result").textContent =
      `${what} ${number.format(milliseconds)} ms in ${slices} slices, ${calls} host calls`;
  } catch (error) {
    part("result").textContent = `The computation failed: ${error.message}`;
  }
  const hadFocus = document.activeElement === part("cancel");
  part("start").disabled = false;
  part("cancel").disabled = true;
  if (hadFocus) part("start").focus();
}

/** Go calls this after each slice with the rows it has computed. */
function showRows(y, bytes, share) {
  context.putImageData(new ImageData(bytes, canvas.width), 0, y);
  showProgress(share);
}

function showProgress(share) {
  part("progress").setAttribute("aria-valuenow", String(Math.round(100 * share)));
  part("bar").style.transform = `scaleX(${share})`;
}

part("start").addEventListener("click", compute);
part("cancel").addEventListener("click", () => ferry.program.exports.cancel());
ferry.ready.then(compute);
