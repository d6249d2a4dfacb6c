// The start page: starts a program when its card comes into view, shows what it prints and its statistics, and works the
// tabs, the contents and the theme button.

import { openCard } from "./gallery/card.js";
import { markCurrent } from "./gallery/contents.js";
import { wireTabs } from "./gallery/tabs.js";

const cards = new Map([...document.querySelectorAll(".card")].map((element) => [element, openCard(element)]));

// A program starts when its card is seen, and its statistics are asked for only while it is.
const seen = new IntersectionObserver(
  (entries) => {
    for (const { target, isIntersecting } of entries) cards.get(target).see(isIntersecting);
  },
  { rootMargin: "100px 0px" },
);
for (const element of cards.keys()) seen.observe(element);

addEventListener("message", (event) => {
  if (event.origin !== location.origin || event.data?.goferry !== true) return;
  for (const card of cards.values()) if (card.owns(event.source)) card.hear(event.data);
});

setInterval(() => {
  if (document.visibilityState === "visible") for (const card of cards.values()) card.askForStats();
}, 1000);

for (const list of document.querySelectorAll('[role="tablist"]')) wireTabs(list);
markCurrent(document.querySelectorAll(".contents a"));

const themeButton = document.getElementById("theme");
const showTheme = () => {
  themeButton.textContent = galleryTheme.dark ? "Light theme" : "Dark theme";
};
themeButton.addEventListener("click", () => galleryTheme.set(galleryTheme.dark ? "light" : "dark"));
document.addEventListener("themechange", showTheme);
showTheme();
