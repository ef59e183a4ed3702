// SPDX-License-Identifier: Apache-2.0
// Keyboard help of the desk; every page works without it.
document.addEventListener("keydown", (event) => {
  const typing = event.target.matches("input, textarea, select");
  if (event.key === "/" && !typing) {
    const search = document.querySelector("[data-shortcut=search]");
    if (search) { event.preventDefault(); search.focus(); }
  }
});
// F1 opens the text of this page in a window of its own: what is being typed stays.
document.addEventListener("keydown", (event) => {
  if (event.key !== "F1" || event.ctrlKey || event.altKey || event.metaKey || event.shiftKey) return;
  const manual = document.querySelector("[data-manual]");
  if (manual) { event.preventDefault(); manual.click(); }
});
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-open-all]");
  if (!button) return;
  const open = button.getAttribute("aria-expanded") !== "true";
  document.querySelectorAll("#" + button.dataset.openAll + " details").forEach((node) => { node.open = open; });
  button.setAttribute("aria-expanded", String(open));
});
document.addEventListener("keydown", (event) => {
  if (event.target.matches("input:not([type=radio]):not([type=checkbox]), textarea, select")) return;
  if (event.ctrlKey || event.altKey || event.metaKey) return;
  const choice = document.querySelector("[data-pick='" + CSS.escape(event.key) + "']");
  if (choice) { choice.checked = true; choice.focus(); event.preventDefault(); }
});
// A page prints as a copy of the screen only: numbered and logged first, with its head on it.
document.addEventListener("click", (event) => {
  if (!event.target.closest("[data-print]")) return;
  const copy = document.querySelector("[data-copy]");
  if (copy) copy.requestSubmit(); else window.print();
});
document.addEventListener("htmx:afterSwap", (event) => {
  if (event.detail.target.id !== "screen-copy") return;
  document.body.classList.add("copied");
  window.print();
});
window.addEventListener("afterprint", () => {
  document.body.classList.remove("copied");
  const head = document.getElementById("screen-copy");
  if (head) head.replaceChildren();
});
// Up and down between the rows of a result list; Enter follows the link that has the focus.
document.addEventListener("keydown", (event) => {
  if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
  const links = [...document.querySelectorAll("[data-rows] tbody th a")];
  const place = links.indexOf(document.activeElement);
  if (!links.length || (place < 0 && event.target.matches("textarea, select"))) return;
  const next = links[place < 0 ? 0 : place + (event.key === "ArrowDown" ? 1 : -1)];
  if (next) { next.focus(); event.preventDefault(); }
});
