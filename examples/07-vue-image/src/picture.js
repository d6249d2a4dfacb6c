/** The most pixels that the Go program takes. */
const MAX_PIXELS = 2 ** 21;

/** The pixels of a picture file, made smaller where it has too many. */
export async function pixelsOf(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, Math.sqrt(MAX_PIXELS / (bitmap.width * bitmap.height)));
  const context = contextOf(Math.floor(bitmap.width * scale), Math.floor(bitmap.height * scale));
  context.drawImage(bitmap, 0, 0, context.canvas.width, context.canvas.height);
  bitmap.close();
  return context.getImageData(0, 0, context.canvas.width, context.canvas.height);
}

/** A picture to begin with: coloured discs. */
export function samplePicture(width = 640, height = 400) {
  const context = contextOf(width, height);
  context.fillStyle = "white";
  context.fillRect(0, 0, width, height);
  for (let i = 0; i < 60; i++) {
    context.fillStyle = `hsl(${i * 47} 80% 50%)`;
    context.beginPath();
    context.arc((i * 131) % width, (i * 83) % height, 20 + ((i * 29) % 40), 0, 2 * Math.PI);
    context.fill();
  }
  return context.getImageData(0, 0, width, height);
}

function contextOf(width, height) {
  return new OffscreenCanvas(width, height).getContext("2d");
}
