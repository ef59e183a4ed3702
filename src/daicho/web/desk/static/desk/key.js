// SPDX-License-Identifier: Apache-2.0
// Asks a security key (WebAuthn) for what the form's data-question says, and sends its answer. The form's button waits for
// this script: a form sent before it would say nothing.
const bytes = (text) => Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (c) => c.charCodeAt(0));
const text = (buffer) => btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");

const withBytes = (options) => {
  const asked = { ...options, challenge: bytes(options.challenge) };
  if (asked.user) asked.user = { ...asked.user, id: bytes(asked.user.id) };
  for (const list of ["excludeCredentials", "allowCredentials"]) {
    if (asked[list]) asked[list] = asked[list].map((one) => ({ ...one, id: bytes(one.id) }));
  }
  return asked;
};

const answerOf = (key) => {
  const response = {};
  for (const name of ["clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle"]) {
    if (key.response[name]) response[name] = text(key.response[name]);
  }
  return JSON.stringify({
    id: key.id, rawId: text(key.rawId), type: key.type, response,
    authenticatorAttachment: key.authenticatorAttachment,
    clientExtensionResults: key.getClientExtensionResults(),
  });
};

document.querySelectorAll("form[data-question]").forEach((form) => {
  form.addEventListener("submit", async (event) => {
    if (form.elements.answer.value) return;
    event.preventDefault();
    const said = form.querySelector("[data-said]");
    said.textContent = "セキュリティキーに触れるか、ICカードをかざしてください。";
    try {
      const publicKey = withBytes(JSON.parse(form.dataset.question).publicKey);
      const key = form.dataset.act === "create"
        ? await navigator.credentials.create({ publicKey })
        : await navigator.credentials.get({ publicKey });
      form.elements.answer.value = answerOf(key);
      form.requestSubmit();
    } catch (error) {
      said.textContent = "セキュリティキーを使えませんでした。もう一度お試しください。";
    }
  });
  const button = form.querySelector("button");
  button.disabled = false;
  if (button.autofocus) button.focus();
});
