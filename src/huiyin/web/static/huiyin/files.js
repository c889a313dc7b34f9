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
          if (file.type.startsWith("audio/")) {
            const player = document.createElement("audio");
            player.controls = true;
            player.src = URL.createObjectURL(file);
            player.setAttribute("aria-label", file.name);
            item.classList.add("is-voice");
            item.append(player);
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
      const add = (files) => {
        const fresh = files.filter((file) => !chosen.some((one) => same(one, file)));
        const all = [...chosen, ...fresh].slice(0, Number(box.dataset.most));
        chosen = put(input, all) ? all : [...input.files];
        draw();
      };
      input.addEventListener("change", () => add([...input.files]));
      input.addEventListener("recorded", (event) => {
        add([event.detail]);
        input.dispatchEvent(new Event("input", { bubbles: true }));
      });
      input.form.addEventListener("reset", () => { chosen = []; draw(); });
    });
  });

  // -- recording: what was said becomes a file like any other
  const LONGEST = 120;
  const ENDS = { "audio/webm": "webm", "audio/ogg": "ogg", "audio/mp4": "m4a" };
  const clock = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;
  const listen = async (box, button, target) => {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: true });
    const recorder = new MediaRecorder(stream);
    const pieces = [];
    const words = button.textContent;
    let seconds = 0;
    const tell = () => { button.textContent = box.dataset.stop.replace("{time}", clock(seconds)); };
    const ticking = setInterval(() => {
      seconds += 1;
      tell();
      if (seconds >= LONGEST) recorder.stop();
    }, 1000);
    recorder.addEventListener("dataavailable", (event) => pieces.push(event.data));
    recorder.addEventListener("stop", () => {
      clearInterval(ticking);
      stream.getTracks().forEach((track) => track.stop());
      button.textContent = words;
      button.classList.remove("is-on");
      const kind = recorder.mimeType.split(";")[0] || "audio/webm";
      const called = `${box.dataset.name} ${clock(seconds)}.${ENDS[kind] || "webm"}`;
      const file = new File(pieces, called, { type: kind, lastModified: Date.now() });
      if (file.size) target.dispatchEvent(new CustomEvent("recorded", { detail: file }));
    });
    recorder.start();
    button.classList.add("is-on");
    tell();
    return recorder;
  };
  document.querySelectorAll("[data-record]").forEach((box) => {
    if (!window.MediaRecorder || !navigator.mediaDevices) return;
    const button = box.querySelector("button");
    const told = box.querySelector("[role=status]");
    const inputs = box.parentElement.querySelectorAll("input[type=file]");
    let recorder = null;
    button.addEventListener("click", async () => {
      told.textContent = "";
      if (recorder && recorder.state === "recording") { recorder.stop(); return; }
      button.disabled = true;
      try {
        recorder = await listen(box, button, inputs[inputs.length - 1]);
      } catch { told.textContent = box.dataset.refused; }
      button.disabled = false;
    });
    box.hidden = false;
  });
})();
