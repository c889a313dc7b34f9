// The grid worker's page without a network: what is written waits here, bound to its writer, and is
// sent with the key it was given when written, so that sending twice makes one case. What was sent
// leaves nothing here but its number. Without this file the form is sent as any other.
(() => {
  "use strict";
  const KEEP_SENT = 7 * 24 * 60 * 60 * 1000;

  // -- the queue: IndexedDB takes photos as they are
  const opened = () => new Promise((yes, no) => {
    const asked = indexedDB.open("huiyin-grid", 1);
    asked.onupgradeneeded = () => asked.result.createObjectStore("entries", { keyPath: "key" });
    asked.onsuccess = () => yes(asked.result);
    asked.onerror = () => no(asked.error);
  });
  let base = null;
  const store = async (mode, what) => {
    base ??= opened();
    const act = (await base).transaction("entries", mode);
    const asked = what(act.objectStore("entries"));
    return new Promise((yes, no) => {
      act.oncomplete = () => yes(asked.result);
      act.onabort = act.onerror = () => no(act.error);
    });
  };
  const all = () => store("readonly", (entries) => entries.getAll());
  const put = (entry) => store("readwrite", (entries) => entries.put(entry));
  const drop = (key) => store("readwrite", (entries) => entries.delete(key));
  const unsent = (entry) => entry.state !== "sent";

  // -- on the login page: something waits
  const note = document.querySelector("[data-grid-waiting]");
  if (note) {
    all().then((entries) => {
      const n = entries.filter(unsent).length;
      note.textContent = note.dataset.say.replace("{n}", n);
      note.hidden = n === 0;
    }, () => {});
  }

  const root = document.querySelector("[data-grid]");
  if (!root) return;
  const one = (what) => root.querySelector(what);
  const say = (name, n) => root.dataset[`say${name}`].replace("{n}", n);
  const form = one("[data-grid-form]");
  const me = root.dataset.member;
  const mine = async () => (await all()).filter((entry) => entry.member === me);
  const fresh = () =>
    [...crypto.getRandomValues(new Uint8Array(16))].map((byte) => byte.toString(16).padStart(2, "0")).join("");

  // -- a tick asks for what follows it
  const needs = () => form.querySelectorAll("[data-needs]").forEach((field) => {
    const tick = form.elements[field.dataset.needs];
    field.required = Boolean(tick && tick.checked);
  });
  form.addEventListener("change", needs);
  form.addEventListener("reset", () => setTimeout(needs));
  needs();

  // -- what waits, what was sent, what was refused
  let trouble = "";
  const show = async () => {
    const entries = await all();
    const shown = entries.filter((entry) => entry.member === me).sort((a, b) => (a.at < b.at ? 1 : -1));
    const foreign = entries.filter((entry) => entry.member !== me && unsent(entry)).length;
    const waiting = shown.filter((entry) => entry.state === "waiting").length;
    one("[data-grid-queue]").hidden = !shown.length && !foreign;
    one("[data-grid-list]").replaceChildren(...shown.map(line));
    one("[data-grid-foreign]").hidden = !foreign;
    one("[data-grid-foreign]").textContent = say("Foreign", foreign);
    one("[data-grid-send]").hidden = !waiting;
    one("[data-grid-login]").hidden = trouble !== "Login";
    const told = trouble && waiting ? say(trouble, waiting) : "";
    if (one("[data-grid-state]").textContent !== told) one("[data-grid-state]").textContent = told;
  };
  const line = (entry) => {
    const item = one("[data-grid-entry]").content.cloneNode(true).firstElementChild;
    const part = (name) => item.querySelector(`[data-${name}]`);
    item.dataset.is = entry.state;
    part("state").textContent = say(entry.state[0].toUpperCase() + entry.state.slice(1));
    if (entry.number) {
      part("number").textContent = entry.number;
      part("number").href = `${root.dataset.cases}/${entry.number}`;
    } else part("number").remove();
    part("words").textContent = entry.fields ? new Map(entry.fields).get("text") || "" : "";
    part("reason").textContent = entry.reason || "";
    for (const name of ["words", "reason"]) if (!part(name).textContent) part(name).remove();
    if (entry.state === "sent") part("mend").parentElement.remove();
    else {
      part("mend").addEventListener("click", () => mend(entry));
      part("drop").addEventListener("click", async () => { await drop(entry.key); show(); });
    }
    return item;
  };

  // -- writing: the key is made here, once; mending keeps it, and the photos that were with it
  let mended = [];
  const write = async () => {
    const fields = [], files = [];
    for (const [name, value] of new FormData(form)) {
      if (["csrfmiddlewaretoken", "key", "written_at"].includes(name)) continue;
      if (typeof value === "string") fields.push([name, value]);
      else if (value.size) files.push([name, value, value.name]);
    }
    files.push(...mended.filter(([name]) => !files.some(([other]) => other === name)));
    const at = new Date().toISOString();
    await put({ key: form.dataset.key || fresh(), member: me, at, state: "waiting", fields, files });
  };
  const mend = (entry) => {
    form.reset();
    mended = entry.files;
    form.dataset.key = entry.key;
    for (const [name, value] of entry.fields) {
      for (const field of form.querySelectorAll(`[name="${name}"]`)) {
        if (["checkbox", "radio"].includes(field.type)) field.checked = field.value === value;
        else field.value = value;
      }
    }
    needs();
    form.elements.text.focus();
  };
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("[type=submit]");
    if (button.disabled) return;
    button.disabled = true;
    try {
      await write();
    } catch {
      form.submit(); // no place to keep it: sent as any form
      return;
    }
    const area = form.elements.area.value;
    delete form.dataset.key;
    mended = [];
    form.reset();
    form.elements.area.value = area;
    button.disabled = false;
    await show();
    await send();
    one("[data-grid-queue]").scrollIntoView({ block: "start" });
  });

  // -- sending: one tab at a time, the writer's own, with a fresh token
  const asked = { redirect: "manual", cache: "no-store", headers: { Accept: "application/json" } };
  const answered = async (entry, token) => {
    const body = new FormData();
    for (const [name, value] of entry.fields) body.append(name, value);
    for (const [name, value, called] of entry.files) body.append(name, value, called);
    body.append("key", entry.key);
    body.append("written_at", entry.at);
    body.append("csrfmiddlewaretoken", token);
    const response = await fetch(form.action, { ...asked, method: "POST", body });
    if (response.type === "opaqueredirect") return "Login";
    const told = await response.json().catch(() => ({}));
    if (told.number) {
      await put({ key: entry.key, member: me, at: entry.at, state: "sent", number: told.number });
    } else if (told.refused && response.status < 500) {
      await put({ ...entry, state: "refused", reason: told.refused });
    } else return "Later";
    return "";
  };
  const sendAll = async () => {
    const waiting = (await mine()).filter((entry) => entry.state === "waiting");
    if (!waiting.length) return "";
    try {
      const response = await fetch(root.dataset.token, asked);
      if (response.type === "opaqueredirect" || response.status === 403) return "Login";
      if (!response.ok) return "Later";
      const { member, token } = await response.json();
      if (member !== me) return "Other";
      for (const entry of waiting) {
        const wrong = await answered(entry, token);
        if (wrong) return wrong;
      }
    } catch {
      return "Offline";
    }
    return "";
  };
  const alone = (work) => (navigator.locks ? navigator.locks.request("huiyin-grid", work) : work());
  let turn = Promise.resolve();
  const send = () => {
    turn = turn.then(() => alone(sendAll)).then((told) => { trouble = told; return show(); }, () => {});
    return turn;
  };
  one("[data-grid-send]").addEventListener("click", send);
  addEventListener("online", send);

  // -- at the beginning: forget what was sent long ago, and send what waits
  (async () => {
    const old = new Date(Date.now() - KEEP_SENT).toISOString();
    for (const entry of await all()) if (!unsent(entry) && entry.at < old) await drop(entry.key);
    await show();
    await send();
  })().catch(() => {});
  if ("serviceWorker" in navigator) {
    navigator.serviceWorker.register(root.dataset.worker, { scope: root.dataset.scope }).catch(() => {});
  }
})();
