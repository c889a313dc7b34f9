// A pin on the place's own drawn map. The library and the drawing come only when somebody asks for
// them, from this server; nothing is asked of anybody's tiles.
(() => {
  "use strict";
  const load = (tag, attributes) => new Promise((done, failed) => {
    const part = document.createElement(tag);
    Object.assign(part, attributes, { onload: done, onerror: failed });
    document.head.append(part);
  });
  const CLASSES = ["water", "green", "road", "area", "spot"];
  const read = (text) => {
    const found = /^\s*(-?[\d.]+)\s*[,，]\s*(-?[\d.]+)\s*$/.exec(text || "");
    return found ? [Number(found[1]), Number(found[2])] : null;
  };

  document.querySelectorAll("[data-map]").forEach((box) => {
    const one = (what) => box.querySelector(`[data-map-${what}]`);
    const said = one("said");
    const field = box.dataset.input ? document.getElementById(box.dataset.input) : null;
    const english = document.documentElement.lang.startsWith("en");
    let map = null;
    let pin = null;

    const say = (what) => { said.textContent = what ? said.dataset[what] : ""; };
    const draw = (at) => {
      if (!map) return;
      if (pin) pin.remove();
      pin = null;
      if (!at) return;
      const looks = L.divIcon({ className: "map-pin", html: "<span></span>",
        iconSize: [28, 28], iconAnchor: [14, 32] });
      pin = L.marker(at, { icon: looks, draggable: Boolean(field), title: box.dataset.pin,
        alt: box.dataset.pin }).addTo(map);
      pin.on("dragend", () => put(pin.getLatLng()));
    };
    const put = (at) => {
      field.value = at ? `${at.lat.toFixed(6)},${at.lng.toFixed(6)}` : "";
      field.dispatchEvent(new Event("input", { bubbles: true }));
      one("clear").hidden = !at;
      say(at ? "set" : "");
      draw(at);
    };

    const open = async () => {
      await Promise.all([
        load("link", { rel: "stylesheet", href: box.dataset.style }),
        load("link", { rel: "stylesheet", href: box.dataset.ownStyle }),
        load("script", { src: box.dataset.code }),
      ]);
      const answer = await fetch(box.dataset.geo);
      if (!answer.ok) throw new Error(answer.status);
      const drawing = await answer.json();
      one("box").hidden = false;
      map = L.map(one("canvas"), { attributionControl: false, zoomSnap: 0.25 });
      const name = (feature) => (english && feature.properties.name_en) || feature.properties.name;
      const layer = L.geoJSON(drawing, {
        style: (feature) => ({ className: `map-${feature.properties.kind}` }),
        pointToLayer: (feature, at) => L.circleMarker(at, { radius: 4 }),
        onEachFeature: (feature, shape) => {
          const kind = CLASSES.includes(feature.properties.kind) ? feature.properties.kind : "spot";
          if (name(feature)) {
            const words = document.createElement("span");
            words.textContent = name(feature);
            shape.bindTooltip(words, { permanent: true, className: `map-name is-${kind}`,
              direction: kind === "spot" ? "right" : "center" });
          }
        },
      }).addTo(map);
      map.fitBounds(layer.getBounds());
      const whole = map.getZoom();
      // from afar the names of streets would lie on one another
      map.on("zoomend", () => one("canvas").classList.toggle("is-near", map.getZoom() > whole + 0.5));
      L.control.scale({ imperial: false }).addTo(map);
      const at = read(field ? field.value : box.dataset.point);
      draw(at);
      if (at) map.setView(at, Math.max(map.getZoom(), 14));
      if (field) map.on("click", (event) => put(event.latlng));
    };

    const opener = one("open");
    if (opener) {
      opener.addEventListener("click", async () => {
        if (map) {
          const shown = one("box").toggleAttribute("hidden");
          opener.setAttribute("aria-expanded", String(!shown));
          if (!shown) map.invalidateSize();
          return;
        }
        opener.disabled = true;
        try {
          await open();
          opener.setAttribute("aria-expanded", "true");
        } catch {
          say("failed");
        }
        opener.disabled = false;
      });
    }
    if (field) {
      field.hidden = true; // the pin stands for the figures
      const help = document.getElementById(`${field.id}_helptext`);
      if (help) help.hidden = true;
      one("clear").hidden = !read(field.value);
      one("clear").addEventListener("click", () => put(null));
      one("here").hidden = !navigator.geolocation;
      one("here").addEventListener("click", () => navigator.geolocation.getCurrentPosition(
        ({ coords }) => {
          put({ lat: coords.latitude, lng: coords.longitude });
          if (map) map.setView([coords.latitude, coords.longitude], Math.max(map.getZoom(), 14));
        },
        () => say("refused"),
        { enableHighAccuracy: true, timeout: 10000 },
      ));
      if (one("centre")) one("centre").addEventListener("click", () => put(map.getCenter()));
    }
    box.hidden = false;
  });
})();
