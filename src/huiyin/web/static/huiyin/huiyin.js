// Small comforts. Every page works without this file; nothing here decides anything.
(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const one = (what) => document.querySelector(what);
  const store = {
    get: (key) => { try { return localStorage.getItem(key); } catch { return null; } },
    set: (key, value) => { try { localStorage.setItem(key, value); } catch { /* full or forbidden */ } },
    drop: (key) => { try { localStorage.removeItem(key); } catch { /* forbidden */ } },
  };

  // -- drafts: <form data-draft="report:suining">. Personal data stays out of the browser's store:
  // whatever says autocomplete (name, tel, address), is hidden, a file, a password, or data-private.
  const keeps = (field) =>
    field.name && !field.autocomplete && !("private" in field.dataset) &&
    !["hidden", "file", "password", "tel", "email", "submit", "button"].includes(field.type);
  const values = (form) =>
    [...form.elements].filter(keeps).map((field) =>
      ["checkbox", "radio"].includes(field.type)
        ? [field.name, field.value, field.checked]
        : [field.name, null, field.value]);
  const fill = (form, saved) => {
    for (const [name, value, state] of saved) {
      for (const field of form.elements) {
        if (field.name !== name || !keeps(field)) continue;
        if (value === null) { if (!field.value) field.value = state; }
        else if (field.value === value) field.checked = state;
      }
    }
  };
  all("form[data-draft]").forEach((form) => {
    const key = "draft:" + form.dataset.draft;
    let saved = [];
    try { saved = JSON.parse(store.get(key)) || []; fill(form, saved); } catch { store.drop(key); }
    form.addEventListener("input", () => {  // what is asked by and by keeps what it had before
      saved = [...saved.filter(([name]) => !form.elements.namedItem(name)), ...values(form)];
      store.set(key, JSON.stringify(saved));
    });
    form.addEventListener("more", () => fill(form, saved));
  });
  all("[data-draft-done]").forEach((mark) => store.drop("draft:" + mark.dataset.draftDone));

  // -- leaving: <form data-guard> asks before typed words are lost; a submit is not leaving.
  let unsaved = false;
  document.addEventListener("input", (event) => {
    if (event.target.closest("form[data-guard]")) unsaved = true;
  });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });

  // -- submitting shows at once that it was taken: <button data-busy="正在提交…">. Coming back
  // to the page (the browser's back button) wakes the button up again.
  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented) return;
    unsaved = false;
    const button = event.submitter || event.target.querySelector("[data-busy]");
    if (!button || !button.dataset.busy) return;
    setTimeout(() => {
      button.dataset.calm = button.textContent;
      button.textContent = button.dataset.busy;
      button.setAttribute("aria-busy", "true");
      button.disabled = true;
    });
  });
  addEventListener("pageshow", () => all("[data-calm]").forEach((button) => {
    button.textContent = button.dataset.calm;
    button.removeAttribute("aria-busy");
    button.disabled = false;
  }));

  // -- without a network: the notice [data-offline] shows itself.
  const online = () => all("[data-offline]").forEach((note) => { note.hidden = navigator.onLine; });
  ["online", "offline", "pageshow"].forEach((name) => addEventListener(name, online));

  // -- elder mode: the choice is kept in a cookie, so that the server's next page knows it.
  const root = document.documentElement;
  all("[data-elder-switch]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", (event) => {
      event.preventDefault();
      const on = root.toggleAttribute("data-elder") ? 1 : 0;
      document.cookie = `huiyin_elder=${on};path=/;max-age=31536000;samesite=lax`;
    });
  });

  // -- read aloud: <button data-speak="main" hidden>.
  all("[data-speak]").forEach((button) => {
    if (!("speechSynthesis" in window)) return;
    button.hidden = false;
    button.addEventListener("click", () => {
      const talking = speechSynthesis.speaking;
      speechSynthesis.cancel();
      if (talking) return;
      const words = new SpeechSynthesisUtterance(one(button.dataset.speak).innerText);
      words.lang = root.lang;
      speechSynthesis.speak(words);
    });
  });

  // -- copy, print: buttons that are of no use without a script begin hidden.
  all("[data-print]").forEach((button) => {
    button.hidden = false;
    button.addEventListener("click", () => print());
  });
  all("[data-copy]").forEach((button) => {
    if (!navigator.clipboard) return;
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  });
  addEventListener("beforeprint", () =>
    all(".clock details").forEach((part) => { part.open = true; }));

  // -- an open menu closes when one clicks elsewhere.
  document.addEventListener("click", (event) => all("details.menu[open]").forEach((menu) => {
    menu.open = menu.contains(event.target);
  }));

  // -- direct dispatch goes to one unit: its assisting units are set aside, ticks and all.
  all("form").forEach((form) => {
    const modes = all("input[name=mode], select[name=mode]", form);
    const ticks = all("input[name=assisting]", form);
    if (!modes.length || !ticks.length) return;
    const follow = () => {
      const chosen = modes.find((mode) => mode.checked || mode.tagName === "SELECT");
      const alone = Boolean(chosen) && chosen.value === "direct";
      ticks.forEach((tick) => { tick.disabled = alone; });
      ticks[0].closest(".field").hidden = alone;
    };
    form.addEventListener("change", follow);
    follow();
  });
})();
