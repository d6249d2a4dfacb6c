/** Marks the link to the card that is being read: the last one whose top has passed the upper third of the window. */
export function markCurrent(links) {
  const targets = [...links].map((link) => ({ link, card: document.getElementById(link.hash.slice(1)) }));

  const mark = () => {
    const line = innerHeight / 3;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const passed = targets.filter(({ card }) => card.getBoundingClientRect().top <= line);
    const current = atEnd ? targets.at(-1) : passed.at(-1);
    for (const target of targets) {
      if (target === current) target.link.setAttribute("aria-current", "true");
      else target.link.removeAttribute("aria-current");
    }
  };

  let waiting = false;
  const soon = () => {
    if (waiting) return;
    waiting = true;
    requestAnimationFrame(() => {
      waiting = false;
      mark();
    });
  };
  addEventListener("scroll", soon, { passive: true });
  addEventListener("resize", soon);
  mark();
}
