// Files in a form: what was chosen is shown small and can be taken out again, and choosing once
// more adds to it. Without this file the browser's own inputs do.
(() => {
  "use strict";
  if (!window.DataTransfer) return;
  const small = async (file, canvas) => {
    const picture = await createImageBitmap(file);
    const side = Math.min(picture.width, picture.height);
    canvas.getContext("2d").drawImage(picture,
      (picture.width - side) / 2, (picture.height - side) / 2, side, side,
      0, 0, canvas.width, canvas.height);
    picture.close();
  };
  const put = (input, files) => {
    let carried;
    try { carried = new DataTransfer(); } catch { return false; }
    files.forEach((file) => carried.items.add(file));
    input.files = carried.files;
    return true;
  };
  const same = (one, other) =>
    one.name === other.name && one.size === other.size && one.lastModified === other.lastModified;

  document.querySelectorAll("[data-files]").forEach((box) => {
    box.classList.add("is-ready");
    box.querySelectorAll("input[type=file]").forEach((input) => {
      let chosen = [];
      const list = document.createElement("ul");
      list.className = "files-chosen";
      box.append(list);
      const draw = () => {
        list.replaceChildren(...chosen.map((file) => {
          const item = document.createElement("li");
          item.className = "file-chosen";
          const words = document.createElement("span");
          words.className = "file-name";
          words.textContent = file.name;
          if (file.type.startsWith("image/") && window.createImageBitmap) {
            const canvas = document.createElement("canvas");
            canvas.width = canvas.height = 192;
            canvas.className = "file-thumb";
            canvas.setAttribute("role", "img");
            canvas.setAttribute("aria-label", file.name);
            small(file, canvas).then(() => words.remove(), () => canvas.remove());
            item.append(canvas);
          }
          const away = document.createElement("button");
          away.type = "button";
          away.className = "button";
          away.textContent = "×";
          away.setAttribute("aria-label", box.dataset.remove.replace("{name}", file.name));
          away.addEventListener("click", () => {
            chosen = chosen.filter((one) => one !== file);
            put(input, chosen);
            draw();
            input.focus();
          });
          item.append(words, away);
          return item;
        }));
      };
      input.addEventListener("change", () => {
        const fresh = [...input.files].filter((file) => !chosen.some((one) => same(one, file)));
        const all = [...chosen, ...fresh].slice(0, Number(box.dataset.most));
        chosen = put(input, all) ? all : [...input.files];
        draw();
      });
    });
  });
})();
