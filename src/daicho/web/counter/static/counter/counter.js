// SPDX-License-Identifier: Apache-2.0
// Help for hands that do not leave the keys. Every proposal is an ordinary input that can be overtyped;
// the page works without any of this.
(() => {
  const byId = (id) => document.getElementById(id);
  const change = (input, value) => {
    input.value = value;
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // --- towns: down and up through the options, Enter fills the address and goes there
  document.addEventListener("keydown", (event) => {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const box = event.target.closest(".field")?.querySelector(".options");
    if (!box) return;
    const all = [...box.querySelectorAll("button")];
    const place = all.indexOf(event.target);
    const next = all[place + (event.key === "ArrowDown" ? 1 : -1)] || (place === 0 && box.parentElement.querySelector("input"));
    if (next) { next.focus(); event.preventDefault(); event.stopImmediatePropagation(); }
  }, true);
  document.addEventListener("click", (event) => {
    const town = event.target.closest(".options button");
    if (!town) return;
    const input = town.closest(".field").querySelector("input");
    const address = byId(input.dataset.place);
    input.value = town.dataset.postcode;
    const set = (id, value) => { if (id && byId(id)) byId(id).value = value; };
    set(input.dataset.placeCode, town.dataset.code);
    set(input.dataset.placeTown, town.dataset.town);
    town.closest(".options").replaceChildren();
    change(address, town.dataset.address);
    address.focus();
    address.setSelectionRange(address.value.length, address.value.length);
  });
  document.addEventListener("focusout", (event) => {
    const box = event.target.closest(".field")?.querySelector(".options");
    if (box && !event.relatedTarget?.closest(".options")) box.replaceChildren();
  });

  // --- house numbers: 5-6 becomes ５番６号, digits become wide
  const wide = (text) => text.replace(/[0-9]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0));
  document.addEventListener("focusout", (event) => {
    if (!["f-address", "f-previous_address"].includes(event.target.id)) return;
    const told = event.target.value.replace(/([0-9０-９]+)[-－‐]([0-9０-９]+)$/, "$1番$2号");
    if (wide(told) !== event.target.value) change(event.target, wide(told));
  });

  // --- the reading of a name, as the input method heard it
  const kana = (text) => text.replace(/[ぁ-ゖ]/g, (one) => String.fromCharCode(one.charCodeAt(0) + 0x60));
  const field = (mover, name) => mover.querySelector(`[name$=".${name}"]`);
  let heard = "";
  document.addEventListener("compositionstart", () => { heard = ""; });
  document.addEventListener("compositionupdate", (event) => {
    const text = event.data.replace(/[a-zA-Zａ-ｚＡ-Ｚ]+$/, "");
    if (/^[ぁ-ゖァ-ヺー]+$/.test(text)) heard = kana(text);
  });
  document.addEventListener("compositionend", (event) => {
    const mover = event.target.closest("[data-mover]");
    if (!mover || !heard || event.target !== field(mover, "name")) return;
    const reading = field(mover, "kana");
    const gap = /[ 　]/.test(event.target.value) && reading.value && !/[ 　]/.test(reading.value) ? "　" : "";
    change(reading, reading.value + gap + heard);
    heard = "";
  });

  // --- the surname of the person before, its reading, and the relationship
  const movers = () => [...document.querySelectorAll("[data-mover]")];
  const surname = (text) => /[ 　]/.test(text) ? text.split(/[ 　]/)[0] + "　" : "";
  document.addEventListener("focusin", (event) => {
    const mover = event.target.closest("[data-mover]");
    if (!mover || event.target !== field(mover, "name") || event.target.value) return;
    const before = movers()[movers().indexOf(mover) - 1];
    if (!before) return;
    event.target.value = surname(field(before, "name").value);
    event.target.dataset.proposed = event.target.value;
    if (!field(mover, "kana").value) field(mover, "kana").value = surname(field(before, "kana").value);
  });
  document.addEventListener("focusout", (event) => {
    const proposed = event.target.dataset?.proposed;
    const mover = event.target.closest?.("[data-mover]");
    if (!mover || !proposed || event.target !== field(mover, "name")) return;
    if (event.target.value !== proposed) return;
    event.target.value = "";
    field(mover, "kana").value = "";
  });
  document.addEventListener("change", (event) => {
    const mover = event.target.closest?.("[data-mover]");
    if (!mover || event.target !== field(mover, "sex")) return;
    const relationship = field(mover, "relationship");
    if (relationship.value && relationship.value !== relationship.dataset.proposed) return;
    const [head] = movers();
    const other = event.target.value !== field(head, "sex").value;
    const spouse = event.target.value === "1" ? "妻" : "夫";
    const place = movers().indexOf(mover);
    relationship.value = place === 0 ? "世帯主" : place === 1 && other ? spouse : "子";
    relationship.dataset.proposed = relationship.value;
  });

  // --- what follows from the householder's name, until it is overtyped
  document.addEventListener("focusout", (event) => {
    const [head] = movers();
    if (!head || event.target !== field(head, "name")) return;
    for (const id of ["f-notifier", "f-previous_householder", "family-registry_head"]) {
      const input = byId(id);
      if (input && (!input.value || input.value === input.dataset.proposed)) {
        input.value = event.target.value.trim();
        input.dataset.proposed = input.value;
      }
    }
  });
  document.addEventListener("input", (event) => {
    if (event.target.id === "family-registered_domicile" && /^[=＝]$/.test(event.target.value)) {
      change(event.target, byId("f-previous_address").value);
    }
  });

  // --- after a refusal the hands are where the first fault is
  document.querySelector("#slip [aria-invalid=true]")?.focus();

  // --- a draft on its way is waited for, so that the slip is entered in its version
  let saving = 0;
  let wanted = null;
  const isDraft = (event) => event.detail.elt?.id === "slip";
  document.addEventListener("htmx:beforeRequest", (event) => { if (isDraft(event)) saving += 1; });
  document.addEventListener("htmx:afterRequest", (event) => {
    if (!isDraft(event)) return;
    saving -= 1;
    if (wanted && !saving) { const [form, button] = wanted; wanted = null; setTimeout(() => form.requestSubmit(button), 0); }
  });
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "slip" || !saving) return;
    event.preventDefault();
    wanted = [event.target, event.submitter];
  }, true);
})();
