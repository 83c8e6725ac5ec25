/* The public map beside its list. Without this script the list, its filters and the page of each proposal work alone.
   The list is the way for keyboard and screen reader: marks on the map cannot be focused and are hidden from it.
   Whole pages are fetched, and the parts that say `data-live` are put in place of those that stand here. */
(() => {
  "use strict";
  const LOOK = 10000, CLOSER = 2, CHOSEN_ZOOM = 14, APART = 17, OVERLAP = 8;
  const holder = document.getElementById("kaart");
  if (!holder || !window.L) return;
  const told = holder.dataset, form = document.getElementById("vragen"), panel = document.getElementById("plek");
  const list = document.getElementById("lijst"), message = document.getElementById("bericht");
  const calm = matchMedia("(prefers-reduced-motion: reduce)").matches;
  let pointsAt = told.points, version = told.now, chosen = "", chosenMark = null, chosenPlace = null, came = "";

  /* Leaflet takes words in the corner of a map for HTML. */
  function escaped(text) {
    const plain = document.createElement("span");
    plain.textContent = text;
    return plain.innerHTML;
  }

  const map = L.map(holder, { zoomControl: false, scrollWheelZoom: false, zoomAnimation: !calm, fadeAnimation: !calm, markerZoomAnimation: !calm, inertia: !calm, maxZoom: 19 });
  L.control.zoom({ position: "topright", zoomInTitle: told.zoomIn, zoomOutTitle: told.zoomOut }).addTo(map);
  map.attributionControl.setPrefix(false).addAttribution(escaped(told.source));
  map.on("focus", () => map.scrollWheelZoom.enable()).on("blur", () => map.scrollWheelZoom.disable());
  map.getPane("markerPane").setAttribute("aria-hidden", "true");
  map.getPane("tooltipPane").setAttribute("aria-hidden", "true");
  const marks = L.layerGroup().addTo(map);

  const json = (address) => fetch(address).then((answer) => (answer.ok ? answer.json() : Promise.reject(answer.status)));
  const page = (address) => fetch(address)
    .then((answer) => (answer.ok ? answer.text() : Promise.reject(answer.status)))
    .then((text) => new DOMParser().parseFromString(text, "text/html"));
  const placeAt = (id) => told.place.replace("00000000-0000-0000-0000-000000000000", id);

  /* Marks. */
  const drawing = (state) => `<svg aria-hidden="true"><use href="#m-${state}"/></svg>`;
  const pin = (state, size, look) => L.divIcon({ className: look, html: drawing(state), iconSize: [size, size] });
  function mark([lon, lat, n, id, state, title]) {
    if (n > 1) {
      const icon = L.divIcon({ className: "near", html: String(n), iconSize: [size(n), size(n)] });
      return L.marker([lat, lon], { icon, keyboard: false }).bindTooltip(told.near.replace("{n}", n), { className: "title" })
        .on("click", () => map.setView([lat, lon], map.getZoom() + CLOSER));
    }
    const label = document.createElement("span");
    label.textContent = title;
    return L.marker([lat, lon], { icon: pin(state, 24, "pin"), keyboard: false }).bindTooltip(label, { className: "title", direction: "right", offset: [12, 0] })
      .on("click", () => { location.hash = `plek=${id}`; });
  }
  /* What would cover each other becomes one mark, at the middle of its places. */
  const size = (n) => (n > 1 ? 24 + Math.min(20, Math.round(4 * Math.log2(n))) : 24);
  function gathered(points) {
    if (map.getZoom() >= APART) return points;
    const groups = [];
    for (const one of [...points].sort((a, b) => b[2] - a[2])) {
      const [lon, lat, n] = one, at = map.latLngToLayerPoint([lat, lon]);
      const near = groups.find((group) => group.at.distanceTo(at) < (size(group.n) + size(n)) / 2 - OVERLAP);
      if (!near) { groups.push({ at, n, lon, lat, one }); continue; }
      const all = near.n + n;
      Object.assign(near, { lon: (near.lon * near.n + lon * n) / all, lat: (near.lat * near.n + lat * n) / all, n: all, one: null });
    }
    return groups.map((group) => group.one || [group.lon, group.lat, group.n]);
  }
  let asked = 0;
  function draw() {
    const seen = map.getBounds().pad(0.2), turn = ++asked;
    const box = [seen.getWest(), seen.getSouth(), seen.getEast(), seen.getNorth()].map((one) => one.toFixed(4)).join();
    const address = new URL(pointsAt, location.href);
    address.searchParams.set("bbox", box);
    address.searchParams.set("zoom", map.getZoom());
    json(address).then(({ points }) => {
      if (turn !== asked) return; /* a later question is under way */
      marks.clearLayers();
      gathered(points).forEach((one) => marks.addLayer(mark(one)));
      holder.dataset.drawn = points.length;
    }).catch(() => { message.textContent = told.lost; });
  }

  /* One place: beside the map, in place of the list. */
  function lower(article) {
    article.querySelectorAll("h1, h2").forEach((head) => {
      const lesser = document.createElement(head.tagName === "H1" ? "h2" : "h3");
      lesser.lang = head.lang;
      lesser.append(...head.childNodes);
      head.replaceWith(lesser);
    });
    return article;
  }
  function point(article) {
    clear();
    const { state, final } = article.dataset;
    /* Where it will be, where that is not where it was proposed. */
    if (final) chosenPlace = L.geoJSON(JSON.parse(final), { interactive: false, style: { className: "final-area" }, pointToLayer: (_, at) => L.circleMarker(at, { radius: 9, interactive: false, className: "final-area" }) }).addTo(map);
    if (article.dataset.lon === "") return;
    const lon = Number(article.dataset.lon), lat = Number(article.dataset.lat);
    chosenMark = L.marker([lat, lon], { icon: pin(state, 40, "pin pin-chosen"), keyboard: false, zIndexOffset: 1000 }).addTo(map);
    if (!map.getBounds().pad(-0.1).contains([lat, lon])) map.setView([lat, lon], Math.max(map.getZoom(), CHOSEN_ZOOM));
  }
  function clear() {
    [chosenMark, chosenPlace].forEach((one) => one && one.remove());
    chosenMark = chosenPlace = null;
  }
  function show(id, moves) {
    page(placeAt(id)).then((found) => {
      if (id !== chosen) return;
      const article = lower(document.importNode(found.getElementById("voorstel"), true));
      const back = document.createElement("button");
      back.type = "button";
      back.className = "to-list";
      back.textContent = told.list;
      back.addEventListener("click", () => { location.hash = ""; });
      panel.replaceChildren(back, article);
      panel.hidden = false;
      list.hidden = true;
      point(article);
      if (!moves) return;
      panel.setAttribute("aria-label", article.querySelector("h2").textContent);
      panel.focus({ preventScroll: true });
      if (panel.getBoundingClientRect().top > innerHeight * 0.7) panel.scrollIntoView({ behavior: calm ? "auto" : "smooth" });
    }).catch((status) => { if (status === 404) location.hash = ""; else message.textContent = told.lost; });
  }
  function choose() {
    const wanted = /^#plek=([0-9a-f-]{36})$/.exec(location.hash);
    chosen = wanted ? wanted[1] : "";
    if (chosen) return show(chosen, true);
    clear();
    if (panel.hidden) return;
    panel.hidden = true;
    panel.replaceChildren();
    list.hidden = false;
    (document.getElementById(came) || list).focus();
  }
  addEventListener("hashchange", choose);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-place], #bladen a, #wis");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (link.dataset.place) {
      came = link.id;
      location.hash = `plek=${link.dataset.place}`;
    } else {
      turn(link.href).then(() => { list.focus({ preventScroll: true }); if (link.id !== "wis") list.scrollIntoView(); else form.reset(); });
    }
  });

  /* The list and the numbers, when the question or the data changes. */
  function swap(found) {
    const held = document.activeElement && document.activeElement.id;
    document.querySelectorAll("[data-live]").forEach((old) => {
      const fresh = found.getElementById(old.id);
      if (fresh && !fresh.isEqualNode(old)) old.replaceWith(document.importNode(fresh, true));
    });
    if (held && document.activeElement.id !== held) document.getElementById(held)?.focus({ preventScroll: true });
    const fresh = found.getElementById("kaart");
    pointsAt = fresh.dataset.points;
    version = fresh.dataset.now;
  }
  function fill(found) {
    const fresh = found.getElementById("vragen");
    fresh.querySelectorAll("input, select").forEach((field) => {
      const own = field.type === "checkbox" ? [...form.elements].find((one) => one.name === field.name && one.value === field.value) : form.elements[field.name];
      if (!own || field.type === "hidden") return;
      if (field.type === "checkbox") own.checked = field.checked; else own.value = field.value;
    });
  }
  function turn(address, remember = true) {
    return page(address).then((found) => {
      if (remember) history.pushState(null, "", address);
      swap(found);
      fill(found);
      draw();
      message.textContent = document.getElementById("kop").textContent;
    }).catch(() => { location.href = address; });
  }
  function question() {
    const wanted = new URLSearchParams([...new FormData(form)].filter(([, value]) => value));
    if (wanted.get("orde") === "nieuw") wanted.delete("orde");
    const text = wanted.toString();
    return form.getAttribute("action") + (text ? `?${text}` : "");
  }
  form.addEventListener("submit", (event) => { event.preventDefault(); if (chosen) location.hash = ""; turn(question()); });
  form.addEventListener("change", (event) => { if (event.target.type !== "search") form.requestSubmit(); });
  addEventListener("popstate", () => { if (!location.hash && !chosen) turn(location.href, false); });

  /* Anything new? A few bytes every ten seconds, while somebody looks. */
  function look() {
    if (document.hidden) return;
    fetch(told.version, { cache: "no-cache" }).then((answer) => (answer.ok ? answer.text() : version)).then((now) => {
      if (now === version) return undefined;
      return page(location.pathname + location.search).then((found) => {
        swap(found);
        draw();
        if (chosen) show(chosen, false);
        message.textContent = told.new;
      });
    }).catch(() => {});
  }
  setInterval(look, LOOK);
  document.addEventListener("visibilitychange", look);

  /* What lies under the marks: nothing of others until the reader chooses it. */
  let ground = null;
  function lay(choice) {
    if (ground) ground.remove();
    ground = null;
    if (!choice || !choice.dataset.url) return;
    ground = L.tileLayer(choice.dataset.url, { maxNativeZoom: Number(choice.dataset.most) || 19, maxZoom: 19, attribution: escaped(choice.dataset.attribution) }).addTo(map);
  }
  document.getElementById("ondergrond")?.addEventListener("change", (event) => lay(event.target));

  /* Begin: the whole town in view. */
  map.setView([51, 4.3], 8);
  json(told.areas).then((found) => {
    const land = L.geoJSON(found, { interactive: false, style: { color: "#9AA5AD", weight: 1, fillColor: "#F8F8F5", fillOpacity: 0.75 } }).addTo(map);
    const shown = land.getBounds();
    if (shown.isValid()) map.fitBounds(shown, { padding: [12, 12], animate: false });
    map.createPane("names").style.cssText = "z-index: 450; pointer-events: none";
    const names = L.layerGroup();
    land.eachLayer((one) => names.addLayer(L.tooltip({ permanent: true, direction: "center", className: "name", interactive: false, pane: "names", offset: [0, -18] }).setLatLng(one.getBounds().getCenter()).setContent(Object.assign(document.createElement("span"), { textContent: one.feature.properties.name }))));
    const name = () => (map.getZoom() >= (holder.clientWidth > 600 ? 11 : 12) ? names.addTo(map) : names.remove());
    map.on("zoomend", name);
    name();
  }).catch(() => {}).finally(() => {
    map.on("moveend", draw);
    draw();
    lay(document.querySelector("#ondergrond :checked"));
    choose();
  });
})();
