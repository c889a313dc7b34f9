// The desk by keyboard, and ticks in lists. Every page works without this file.
(() => {
  "use strict";
  const all = (what, within = document) => [...within.querySelectorAll(what)];
  const one = (what, within = document) => within.querySelector(what);
  const TYPING = "input:not([type=checkbox]), textarea, select, dialog, [contenteditable]";
  const FIELDS = "input:not([type=hidden]):not([disabled]), select, textarea";
  const LIST = "huiyin:list";
  const SOON = 1500;  // ms in which the second key of two is waited for

  // -- rows of a list, or on a case what can be done: j and k go through them.
  const rows = all("tr[data-row]");
  const stops = rows.length ? rows : all("main .deeds > details.deed");
  let at = -1;
  const go = (step) => {
    if (!stops.length) return;
    if (stops[at]) stops[at].classList.remove("is-at");
    at = Math.max(0, Math.min(stops.length - 1, at + step));
    const stop = stops[at];
    stop.classList.add("is-at");
    stop.scrollIntoView({ block: "nearest" });
    const inside = one("summary, a", stop);
    if (inside) inside.focus({ preventScroll: true });
  };
  const press = (what) => { const found = what && one(what); if (found) found.click(); };
  const open = () => { const link = rows[at] && one("a", rows[at]); if (link) link.click(); };
  const tick = () => { const box = rows[at] && one("input[type=checkbox]", rows[at]); if (box) box.click(); };
  const focus = (field) => {
    if (!field) return;
    field.focus();
    field.scrollIntoView({ block: "nearest" });
    if (field.select && field.type === "search") field.select();
  };
  const unfold = (deed) => {
    if (!deed) return false;
    deed.open = true;
    focus(one(FIELDS, deed) || one("button", deed));
    return true;
  };
  const act = () => unfold(one("main .deed.is-next") || one("main .deeds > details.deed"))
    || focus(one(`.bulk-page .card :is(${FIELDS})`) || one(".bulk-page .button.is-primary"));

  // -- the list one came from, so that n and p lead to the next case in it. Numbers only.
  const keep = (list) => { try { sessionStorage.setItem(LIST, JSON.stringify(list)); } catch { /* forbidden */ } };
  const kept = () => { try { return JSON.parse(sessionStorage.getItem(LIST)); } catch { return null; } };
  if (one("table.cases")) {
    keep({ at: location.pathname + location.search, cases: rows.map((row) => one("a", row).pathname) });
  }
  if (one(".login")) { try { sessionStorage.removeItem(LIST); } catch { /* forbidden */ } }
  const between = one("[data-neighbours]");
  const list = between && kept();
  if (list) {
    const here = list.cases.indexOf(between.dataset.neighbours);
    const links = { p: list.cases[here - 1], n: here < 0 ? "" : list.cases[here + 1], back: list.at };
    for (const [name, to] of Object.entries(links)) {
      const link = one(`[data-to=${name}]`, between);
      link.hidden = !to;
      if (to) link.href = to;
    }
    between.hidden = false;
  }
  const along = (name) => {
    const link = one(`[data-neighbours] [data-to=${name}]:not([hidden])`) || (name === "n" && one("[data-neighbours]:not([hidden]) [data-to=back]"));
    if (link) link.click();
  };

  // -- keys; never while one is typing, and Escape ends the typing.
  const keys = {
    j: () => go(1),
    k: () => go(-1),
    o: open,
    x: tick,
    b: () => focus(one("[data-bulk]:not([hidden]) [data-bulk-deed]")),
    n: () => along("n"),
    p: () => along("p"),
    e: act,
    m: () => unfold(one("#deed-note")),
    "/": () => focus(one("[data-search]")),
    "?": () => { const help = one("dialog[data-keys]"); if (help) help.showModal(); },
  };
  let first = 0;  // when g was pressed
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return;
    if (event.target.closest(TYPING)) {
      if (event.key === "Escape" && !event.target.closest("dialog")) event.target.blur();
      return;
    }
    const second = Date.now() - first < SOON;
    first = 0;
    if (second && /^[a-z]$/.test(event.key)) {
      event.preventDefault();
      press(`[data-go=${event.key}]`);
    } else if (event.key === "g") {
      first = Date.now();
    } else if (Object.hasOwn(keys, event.key)) {
      event.preventDefault();
      keys[event.key]();
    }
  });

  // -- ticks: with Shift all between two, one for the whole page; the bar says how many.
  const boxes = rows.map((row) => one("input[type=checkbox]", row)).filter(Boolean);
  const bulk = one("[data-bulk]");
  const whole = one("[data-tick-all]");
  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    if (bulk) {
      bulk.hidden = ticked === 0;
      all("[data-count]", bulk).forEach((place) => { place.textContent = ticked; });
    }
    if (whole) {
      const box = one("input", whole);
      box.checked = ticked > 0 && ticked === boxes.length;
      box.indeterminate = ticked > 0 && ticked < boxes.length;
    }
  };
  let last = null;
  boxes.forEach((box, n) => box.addEventListener("click", (event) => {
    if (event.shiftKey && last !== null) {
      boxes.slice(Math.min(last, n), Math.max(last, n) + 1).forEach((other) => { other.checked = box.checked; });
      count();
    }
    last = n;
  }));
  if (whole) {
    whole.hidden = false;
    whole.addEventListener("change", (event) => {
      event.stopPropagation();
      boxes.forEach((box) => { box.checked = event.target.checked; });
      count();
    });
  }
  if (boxes.length || bulk) {
    document.addEventListener("change", count);
    addEventListener("pageshow", count);
    count();
  }
})();
