// SPDX-License-Identifier: Apache-2.0
// Help for what is typed into the register: a window with the characters of a field, and places that
// fill what belongs to them. Every page works without it.
(() => {
  const say = (field, value) => {
    field.value = value;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  };

  // What our own server answers with; a script in it would not run.
  const putIn = (place, markup) => {
    place.replaceChildren(...new DOMParser().parseFromString(markup, "text/html").body.childNodes);
  };

  // --- characters: F2 opens the window over the field in which one types
  const TYPED = "input[type=text], input[type=search], input:not([type]), textarea";
  const CLUSTER = /\S[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]*/gu;
  const pickWindow = () => document.getElementById("pick");
  const pickText = () => document.getElementById("pick-text");
  let field = null;
  const remember = (target) => {
    if (target.matches(TYPED) && !target.closest("form.pick, dialog")) field = target;
  };
  document.addEventListener("focusin", (event) => remember(event.target));
  const open = async () => {
    const window_ = pickWindow();
    if (!window_ || window_.open) return;
    remember(document.activeElement); // it may have had the focus before this script was there
    const body = window_.querySelector("[data-pick-body]");
    if (!body.firstElementChild) {
      const answer = await fetch(window_.dataset.pickUrl, { headers: { "HX-Request": "true" } });
      if (!answer.ok) return;
      putIn(body, await answer.text());
      htmx.process(body);
    }
    window_.showModal();
    pickText().value = field ? field.value : "";
    pickText().focus();
    pickText().dispatchEvent(new Event("input", { bubbles: true }));
  };
  const use = () => {
    if (field) say(field, pickText().value);
    pickWindow().close();
    if (field) field.focus();
  };
  document.addEventListener("keydown", (event) => {
    if (event.key === "F2" && pickWindow()) { event.preventDefault(); open(); }
    if (event.key === "Enter" && event.target.id === "pick-text" && pickWindow() && !event.isComposing) {
      event.preventDefault();
      use();
    }
  });
  const put = (button) => {
    const text = pickText();
    if (button.dataset.place) {
      let place = -1;
      text.value = text.value.replace(CLUSTER, (one) => {
        place += 1;
        return place === Number(button.dataset.place) ? button.dataset.char : one;
      });
    } else {
      const [first, last] = [text.selectionStart, text.selectionEnd];
      text.setRangeText(button.dataset.char, first, last, "end");
    }
    text.focus();
    text.dispatchEvent(new Event("input", { bubbles: true }));
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("form.pick [data-char]")) put(button);
    if (button.matches("[data-pick-open]")) open();
    if (button.matches("[data-pick-use]")) use();
    if (button.matches("[data-pick-close]")) pickWindow().close();
  });

  // --- places: what is chosen from the list beside an address fills 郵便番号, 住所コード and 町字
  const beside = (input, name) => {
    const own = input.name;
    const stem = own.endsWith("address") ? own.slice(0, -"address".length) : own + "_";
    const names = { postcode: ["postcode"], code: ["address_code", "code"], town: ["town"] }[name];
    return names.map((one) => input.form?.elements[stem + one]).find(Boolean);
  };
  const fill = (input, place) => {
    for (const name of ["postcode", "code", "town"]) {
      const other = beside(input, name);
      if (other && other !== input) say(other, place.dataset[name]);
    }
  };
  document.addEventListener("input", (event) => {
    const options = event.target.list?.options;
    if (!options) return;
    const chosen = [...options].find((one) => one.dataset.code && one.value === event.target.value);
    if (chosen) fill(event.target, chosen);
  });

  // --- a postcode of seven digits fills the address, as far as all its towns are one
  const common = (texts) => {
    let [whole] = texts;
    for (const one of texts) while (!one.startsWith(whole)) whole = whole.slice(0, -1);
    return whole;
  };
  document.addEventListener("input", async (event) => {
    const input = event.target;
    if (!input.name?.endsWith("postcode") || !/^[0-9]{7}$/.test(input.value)) return;
    const stem = input.name.slice(0, -"postcode".length);
    const address = input.form?.elements[stem + "address"] || input.form?.elements[stem.slice(0, -1)];
    const source = address?.getAttribute("hx-get");
    if (!/\/(towns|places)\/$/.test(source || "") || address.value) return;
    const answer = await fetch(source + "?text=" + input.value);
    if (!answer.ok || address.value) return;
    putIn(address.list, await answer.text());
    const places = [...address.list.options].filter((one) => one.dataset.postcode === input.value);
    if (!places.length) return;
    address.value = common(places.map((one) => one.value));
    address.dispatchEvent(new Event("change", { bubbles: true }));
    if (places.length === 1) fill(address, places[0]);
    address.focus();
    address.setSelectionRange(address.value.length, address.value.length);
  });

  // --- an address chosen from the top (都道府県 → 市区町村 → 大字 → 小字) goes into the field of before
  const placesWindow = () => document.getElementById("places");
  const firstChoice = () => placesWindow().querySelector("#choose ul a, #choose ul button")?.focus();
  const openPlaces = async () => {
    const body = placesWindow().querySelector("[data-places-body]");
    const answer = await fetch(body.dataset.placesUrl, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    putIn(body, await answer.text());
    htmx.process(body);
    if (!placesWindow().open) placesWindow().showModal();
    firstChoice();
  };
  document.addEventListener("htmx:afterSettle", (event) => {
    if (placesWindow()?.open && event.target.closest("#places")) firstChoice();
  });
  const addressField = () => {
    if (field?.form?.id === "slip") return field;
    return document.querySelector("#slip input[name$=address]");
  };
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("[data-places-open]")) openPlaces();
    if (button.matches("[data-places-close]")) placesWindow().close();
    if (!button.matches("#places [data-address]")) return;
    const target = addressField();
    placesWindow().close();
    if (!target) return;
    say(target, button.dataset.address);
    fill(target, button);
    target.focus();
  });
})();
