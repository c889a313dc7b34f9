// A report in steps, one at a time; what it seems to be is asked of this server while one writes.
// Without this file the steps stand one below the other, and nothing is missing.
(() => {
  "use strict";
  const form = document.querySelector("form[data-steps]");
  if (!form) return;
  const steps = [...form.querySelectorAll("[data-step]")];
  const last = form.querySelector("[data-step-last]");
  const told = form.querySelector("[data-steps-at]");
  let at = -1;

  const nth = () => {
    const found = /^#step-(\d+)$/.exec(location.hash);
    return found ? Math.min(steps.length, Math.max(1, Number(found[1]))) - 1 : 0;
  };
  const show = (next, focus) => {
    at = next;
    steps.forEach((step, n) => { step.hidden = n !== at; });
    last.hidden = at !== steps.length - 1;
    told.textContent = told.dataset.stepsAt.replace("{n}", at + 1).replace("{all}", steps.length);
    if (focus) {
      steps[at].querySelector("h1").focus({ preventScroll: true });
      form.scrollIntoView();
    }
    ask();
  };
  // what was left out is said by the server, in its own words, unless the browser can say it now
  const complete = (step) => {
    const spoken = [...step.querySelectorAll("input[type=file]")]
      .some((input) => [...input.files].some((file) => file.type.startsWith("audio/")))
      || step.querySelector(".file-kept .file-name");
    const empty = [...step.querySelectorAll("[required]")]
      .find((field) => !field.value.trim() && !(spoken && field.name === "text"));
    if (empty) { empty.focus(); empty.reportValidity(); }
    return !empty;
  };

  if (steps.length > 1) {
    told.hidden = false;
    steps.slice(0, -1).forEach((step) => { step.querySelector("[data-step-ways]").hidden = false; });
    form.addEventListener("click", (event) => {
      if (event.target.closest("[data-step-on]") && complete(steps[at])) {
        location.hash = `step-${at + 2}`;
      }
    });
    form.addEventListener("keydown", (event) => {  // Enter goes on, it does not send half a report
      if (event.key !== "Enter" || event.target.tagName !== "INPUT" || at === steps.length - 1) return;
      event.preventDefault();
      if (complete(steps[at])) location.hash = `step-${at + 2}`;
    });
    addEventListener("hashchange", () => {
      const target = /^#id_/.test(location.hash) && document.getElementById(location.hash.slice(1));
      const holder = target ? steps.findIndex((step) => step.contains(target)) : -1;
      if (holder >= 0) {
        show(holder, false);
        const more = target.closest("details");
        if (more) more.open = true;
        const control = target.matches("input, select, textarea") ? target
          : target.querySelector("input, select, textarea");
        (control || target).focus();
        return;
      }
      show(nth(), true);
    });
  }

  // -- what it seems to be, and who has said the same
  const place = form.querySelector("[data-hints-at]");
  let waiting = 0;
  let asked = "";
  let hinted = "";
  function ask() {
    if (!form.dataset.hints || at === steps.length - 1 && steps.length > 1) { place.hidden = true; return; }
    place.hidden = false;
    const text = form.elements.text.value.trim();
    const area = form.elements.area ? form.elements.area.value : "";
    const said = `${area}\n${text}`;
    if (text.length < 6 || said === asked || !navigator.onLine) return;
    clearTimeout(waiting);
    waiting = setTimeout(async () => {
      asked = said;
      const body = new FormData();
      body.set("text", text);
      body.set("area", area);
      body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
      try {
        const answer = await fetch(form.dataset.hints, { method: "POST", body });
        if (!answer.ok || asked !== said) return;
        const hints = await answer.text();
        if (hints === hinted) return;
        place.innerHTML = hinted = hints;
        place.dispatchEvent(new Event("more", { bubbles: true }));  // what was answered before
        reveal();
      } catch { asked = ""; }  // the line is cut: ask again with the next word
    }, 700);
  }
  form.addEventListener("input", ask);
  // what is asked or told only after one answer: <fieldset data-when="question:choice" hidden>
  const reveal = () => place.querySelectorAll("[data-when]").forEach((part) => {
    const [question, choice] = part.dataset.when.split(":");
    part.hidden = !place.querySelector(`[name="q-${question}"][value="${choice}"]:checked:enabled`);
    part.disabled = part.hidden;
  });
  place.addEventListener("change", reveal);
  place.addEventListener("click", (event) => {  // answered: say so, and of what was typed send nothing
    const link = event.target.closest("[data-helped]");
    if (!link) return;
    event.preventDefault();
    const thanks = document.createElement("form");
    thanks.method = "post";
    thanks.action = link.dataset.helped;
    thanks.append(form.elements.csrfmiddlewaretoken.cloneNode());
    document.body.append(thanks);
    thanks.submit();
  });

  // -- without a network nothing is sent and nothing is lost: the notice above says so
  form.addEventListener("submit", (event) => {
    if (navigator.onLine) return;
    event.preventDefault();
    document.querySelector("[data-offline]").scrollIntoView({ block: "center" });
  }, true);

  const wrong = steps.findIndex((step) => "wrong" in step.dataset);
  show(steps.length > 1 ? (wrong >= 0 ? wrong : nth()) : 0, false);
})();
