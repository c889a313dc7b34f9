// The page for a live call. Without this file it is a plain form with a button for everything.
(() => {
  "use strict";
  const form = document.querySelector("form[data-call]");
  if (!form) return;
  const all = (what) => [...form.querySelectorAll(what)];
  const field = (name) => form.elements[name];
  const status = document.querySelector("[data-kept]");
  const say = (what) => { status.textContent = status.dataset[what]; };
  all("[data-plain]").forEach((part) => { part.hidden = true; });

  // -- the draft: at once in this tab, bound to the member; on the server a moment later.
  const place = "call:" + form.dataset.member;
  const shelf = {
    get: () => { try { return JSON.parse(sessionStorage.getItem(place)); } catch { return null; } },
    put: (draft) => { try { sessionStorage.setItem(place, JSON.stringify(draft)); } catch { /* full */ } },
    drop: () => { try { sessionStorage.removeItem(place); } catch { /* forbidden */ } },
  };
  const SKIP = ["csrfmiddlewaretoken", "do"];
  let revision = Number(form.dataset.revision);
  let waiting = 0;
  let leaving = false;
  const FILES = ["attachments", "attachments-kept", "attachments-gone"]; // never in a draft
  const typed = () => [...new FormData(form)].filter(([name]) => ![...SKIP, ...FILES].includes(name));
  const post = (url, more, headers) => {
    const body = new FormData(form);
    ["do", ...FILES].forEach((name) => body.delete(name));
    Object.entries(more).forEach(([name, value]) => body.set(name, value));
    return fetch(url, { method: "POST", body, headers, redirect: "error" });
  };
  const save = async () => {
    const mine = revision;
    try {
      const answer = await post(form.dataset.draftUrl, { revision: mine }, {});
      if (!answer.ok) throw new Error(answer.status);
      if (mine !== revision || leaving) return;
      shelf.drop();
      say("saved");
    } catch {
      if (leaving) return;
      say("here");
      clearTimeout(waiting);
      waiting = setTimeout(save, 3000);
    }
  };
  const changed = () => {
    revision = Math.max(revision + 1, Date.now());
    shelf.put({ revision, typed: typed() });
    clearTimeout(waiting);
    waiting = setTimeout(save, 300);
  };
  // What was sent is done with when the server has gone on to another key; else it comes back.
  const kept = shelf.get();
  const own = kept && new Map(kept.typed).get("key") === field("key").value;
  const push = async (draft) => {
    const body = new FormData();
    draft.typed.forEach(([name, value]) => body.set(name, value));
    body.set("csrfmiddlewaretoken", field("csrfmiddlewaretoken").value);
    body.set("revision", draft.revision);
    try { await fetch(form.dataset.draftUrl, { method: "POST", body, redirect: "error" }); } catch { /* cut */ }
  };
  if (kept && kept.sent && !own) shelf.drop();
  else if (kept && !own && field("call").value) push(kept); // another call is on: the older one waits
  else if (kept && (kept.revision > revision || !own)) {
    for (const [name, value] of kept.typed) {
      const one = field(name);
      if (!one) continue;
      if (one instanceof RadioNodeList || one.type !== "checkbox") one.value = value;
      else one.checked = true;
    }
    changed();
  } else if (kept) { // the server had it before the page went away
    shelf.drop();
    say("saved");
  }
  form.addEventListener("input", changed);
  form.addEventListener("change", changed);
  addEventListener("online", () => { if (shelf.get()) save(); });

  // -- parts of the page: who it is, and what is like it.
  const part = async (name) => {
    try {
      const answer = await post(location.pathname, { do: "look" }, { "X-Part": name });
      if (!answer.ok) return;
      const box = form.querySelector(`[data-part=${name}]`);
      if (box.contains(document.activeElement)) { likened = ""; return; }  // nothing goes from under the hand
      box.innerHTML = await answer.text();
      const known = box.querySelector("[data-name]");
      if (known && known.dataset.name && !field("name").value) {
        field("name").value = known.dataset.name;
        changed();
      }
    } catch { /* the line is cut: the form goes on */ }
  };
  let looked = "";
  const look = () => {
    const phone = field("phone").value.trim();
    if (phone === looked) return;
    looked = phone;
    part("caller");
  };
  let likened = "";
  const liken = () => {
    const said = ["title", "text", "area", "class_code"].map((name) => field(name).value).join("\n");
    if (said === likened || !field("title").value) return;
    likened = said;
    part("like");
  };
  field("phone").addEventListener("change", look);
  ["title", "text", "area", "class_code"].forEach((name) => field(name).addEventListener("change", liken));
  let pause = 0;
  ["title", "text"].forEach((name) => field(name).addEventListener("input", () => {
    clearTimeout(pause);
    pause = setTimeout(liken, 500);
  }));

  // -- a known answer goes below what is answered already, and the cursor behind it.
  const side = form.querySelector("[data-part=like]");
  side.addEventListener("click", (event) => {
    const button = event.target.closest("[data-use]");
    if (!button) return;
    event.preventDefault();
    const known = button.closest("li").querySelector("[data-answer]").textContent;
    const answer = field("answer");
    answer.value = [answer.value.trim(), known].filter(Boolean).join("\n");
    field("article").value = button.dataset.use;
    changed();
    answer.focus();
  });
  const nextKnown = () => {
    const every = all("[data-known]");
    const next = every[every.findIndex((one) => one.closest("li").contains(document.activeElement)) + 1] || every[0];
    if (!next) return;
    every.forEach((one) => { one.parentElement.open = one === next; });
    next.focus();
  };
  if (form.querySelector(".call-side li")) looked = field("phone").value.trim();
  else if (field("phone").value) look();

  // -- finding in a long list: type a code, a name, or letters; the first that fits is chosen.
  all("select[data-find]").forEach((menu) => {
    const words = new Map([...menu.nextElementSibling.content.querySelectorAll("data")]
      .map((one) => [one.value, one.textContent]));
    const search = document.createElement("input");
    search.type = "search";
    search.className = "control call-find";
    search.autocomplete = "off";
    search.placeholder = form.dataset.sought;
    search.setAttribute("aria-label", document.querySelector(`label[for=${menu.id}]`).textContent.trim());
    menu.before(search);
    search.addEventListener("input", (event) => {
      event.stopPropagation();
      const sought = search.value.trim().toLowerCase();
      const found = [...menu.options].find((option) => sought && option.value &&
        ((words.get(option.value) || "").includes(sought) || option.text.toLowerCase().includes(sought)));
      menu.value = found ? found.value : "";
      menu.dispatchEvent(new Event("change", { bubbles: true }));
    });
    search.addEventListener("keydown", (event) => {
      if (event.key !== "ArrowDown") return;
      event.preventDefault();
      menu.focus();
    });
  });

  // -- what rings: asked every two seconds while the page is looked at.
  const line = form.querySelector("[data-line]");
  setInterval(async () => {
    if (document.hidden || leaving) return;
    try {
      const answer = await fetch(form.dataset.ringingUrl, { redirect: "error" });
      if (!answer.ok) return;
      const told = await answer.text();
      if (told !== line.dataset.told && !line.contains(document.activeElement)) {
        line.innerHTML = told;
        line.dataset.told = told;
        all(".call-line [data-plain]").forEach((one) => { one.hidden = true; });
      }
    } catch { /* the line is cut */ }
  }, 2000);
  const take = (button) => {
    field("phone").value = button.dataset.number;
    field("call").value = button.dataset.take;
    changed();
    look();
    field(field("name").value ? "title" : "name").focus();
  };
  line.addEventListener("click", (event) => {
    const button = event.target.closest("[data-take]");
    if (!button) return;
    event.preventDefault();
    take(button);
  });

  // -- submitting: never into a cut line, where the browser would show its own page instead.
  form.addEventListener("submit", (event) => {
    if (!navigator.onLine) {
      event.preventDefault();
      event.stopImmediatePropagation();
      say("cut");
      return;
    }
    leaving = true;
    clearTimeout(waiting);
    shelf.put({ revision: Math.max(revision + 1, Date.now()), typed: typed(), sent: true });
  });
  addEventListener("pageshow", () => { leaving = false; });

  // -- keys. Enter in a line goes on to the next one.
  const press = (what) => { const button = form.querySelector(`button[value=${what}]`); form.requestSubmit(button); };
  const keys = {
    F1: () => document.querySelector("dialog[data-keys]").showModal(),
    F2: () => { const button = line.querySelector("[data-take]"); if (button) take(button); },
    Escape: () => document.activeElement.blur(),
    "Ctrl Enter": () => press("register"),
    "Alt Enter": () => press("answer"),
    "Alt 0": () => field("title").focus(),
    "Alt k": nextKnown,
  };
  addEventListener("keydown", (event) => {
    if (event.isComposing || document.querySelector("dialog[open]")) return;
    const key = (event.ctrlKey ? "Ctrl " : "") + (event.altKey ? "Alt " : "") + event.key;
    const nth = /^Alt ([1-9])$/.exec(key);
    if (nth) {
      const link = all("[data-case]")[nth[1] - 1];
      if (link) { event.preventDefault(); link.focus(); }
    } else if (keys[key]) {
      event.preventDefault();
      keys[key]();
    } else if (key === "Enter" && event.target.matches("input:not([type=checkbox], [type=radio]), select")) {
      event.preventDefault();
      const stops = all("input:not([type=hidden]), select, textarea, button").filter((one) => one.offsetParent && one.tabIndex >= 0);
      const next = stops[stops.indexOf(event.target) + 1];
      if (next) next.focus();
    }
  });
  if (!field("phone").value) field("phone").focus();
})();
