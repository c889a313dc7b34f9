// Words that were picked go into the box below what stands there; without this file the page loads
// anew with them.
(() => {
  "use strict";
  document.querySelectorAll("form[data-phrases]").forEach((form) => {
    const box = document.getElementById(form.dataset.phrases);
    const menu = form.elements.namedItem("phrase");
    if (!box || !menu) return;
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      const text = menu.selectedOptions[0].dataset.text;
      box.value = box.value.trim() ? `${box.value.trimEnd()}\n${text}` : text;
      box.dispatchEvent(new Event("input", { bubbles: true }));
      box.focus();
      box.setSelectionRange(box.value.length, box.value.length);
    });
  });
})();
