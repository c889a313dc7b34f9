// After an @ in a note, the colleagues to pick from. Without this file one types the name in full.
(() => {
  "use strict";
  const WAIT = 150;  // ms of quiet before the list is asked for

  const mind = (box) => {
    const list = document.createElement("ul");
    list.className = "mentions";
    list.id = box.id + "_colleagues";
    list.hidden = true;
    list.setAttribute("role", "listbox");
    list.setAttribute("aria-label", "@");
    box.after(list);
    box.setAttribute("aria-autocomplete", "list");
    let at = -1;
    let timer = 0;
    let asked = 0;

    const close = () => {
      asked += 1;
      list.hidden = true;
      list.replaceChildren();
      box.removeAttribute("aria-activedescendant");
      box.removeAttribute("aria-controls");
      at = -1;
    };
    const typed = () => /(^|[^A-Za-z0-9_.+-])[@＠]([^\s@＠]*)$/.exec(box.value.slice(0, box.selectionStart));
    const go = (to) => {
      const options = [...list.children];
      at = (to + options.length) % options.length;
      options.forEach((option, n) => option.setAttribute("aria-selected", n === at ? "true" : "false"));
      options[at].scrollIntoView({ block: "nearest" });
      box.setAttribute("aria-activedescendant", options[at].id);
    };
    const pick = (option) => {
      const found = typed();
      if (!found) return close();
      const from = box.selectionStart - found[2].length;
      box.setRangeText(option.dataset.say + " ", from, box.selectionStart, "end");
      close();
    };
    const show = (colleagues) => {
      list.replaceChildren(...colleagues.map((one, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}_${n}`;
        option.setAttribute("role", "option");
        option.dataset.say = one.say;
        const name = document.createElement("strong");
        name.textContent = one.name;
        const rest = document.createElement("span");
        rest.textContent = [one.login, one.unit].filter(Boolean).join(" · ");
        option.append(name, " ", rest);
        option.addEventListener("mousedown", (event) => { event.preventDefault(); pick(option); });
        return option;
      }));
      list.hidden = !colleagues.length;
      if (list.hidden) return;
      box.setAttribute("aria-controls", list.id);
      go(0);
    };
    const ask = async () => {
      const found = typed();
      if (!found || found[2].length > 20) return close();
      const mine = asked += 1;
      try {
        const answer = await fetch(`${box.dataset.mentions}?q=${encodeURIComponent(found[2])}`);
        const told = answer.ok ? await answer.json() : { colleagues: [] };
        if (mine === asked) show(told.colleagues);
      } catch { close(); }
    };
    box.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(ask, WAIT); });
    box.addEventListener("blur", close);
    box.addEventListener("keydown", (event) => {
      if (list.hidden || event.isComposing) return;
      const keys = {
        ArrowDown: () => go(at + 1),
        ArrowUp: () => go(at - 1),
        Enter: () => pick(list.children[at]),
        Tab: () => pick(list.children[at]),
        Escape: close,
      };
      if (!keys[event.key]) return;
      event.preventDefault();
      event.stopPropagation();
      keys[event.key]();
    });
  };
  document.querySelectorAll("textarea[data-mentions]").forEach(mind);
})();
