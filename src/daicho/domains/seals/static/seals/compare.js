// SPDX-License-Identifier: Apache-2.0
// Two imprints at one scale, one over the other; the knobs move the new one.
"use strict";
const DOTS_A_MM = 11;
for (const overlay of document.querySelectorAll("[data-overlay]")) {
  const knobs = overlay.querySelectorAll("[data-knob]");
  const made = overlay.querySelector(".made");
  for (const image of overlay.querySelectorAll("img")) {
    image.style.width = `${(image.dataset.tenths / 10) * DOTS_A_MM}px`;
  }
  const move = () => {
    const at = Object.fromEntries([...knobs].map((knob) => [knob.dataset.knob, knob.value]));
    made.style.opacity = at.opacity / 100;
    made.style.transform =
      `translate(-50%, -50%) translate(${at.x}px, ${at.y}px) rotate(${at.turn}deg)`;
  };
  knobs.forEach((knob) => knob.addEventListener("input", move));
  move();
}
