/* The workbench's map of candidates, what is ticked, and the final place of one of them. Texts go in as text. */
(function () {
  "use strict";
  const { element, together, closer, COARSE } = window.heliMap;
  const { kinds, squareMetres, filled } = window.heliDrawing;
  const SIDES = ["lat", "lon"];
  const FIELD = { form: "draft", name: "geometry", page: "selectie", type: "form-field" };
  const none = () => window.dash_clientside.no_update;
  const set = (id, props) => window.dash_clientside.set_props(id, props);
  let picks = {}; /* what is ticked: {subject: [seq, draft_no]}; also when the page is made anew */
  let opened = null; /* the mark whose popup is open: it stays open when the marks are drawn anew */
  let shown = null; /* the layer of that mark */
  let pressed = ""; /* the button in it that had the keyboard */
  let final = null; /* what holds the map of the final place: {geometry, put} */

  const rounded = (degrees) => Math.round(degrees * 1e6) / 1e6;
  const closed = (corners) => [...corners, corners[0]].map((one) => [rounded(one.lng), rounded(one.lat)]);

  /* ---- marks ---- */

  function pin(told) {
    const looks = ["pin", told.here && "pin-here", told.ticked && "pin-ticked", !told.mark && "pin-plain"];
    const shown = element("span", looks.filter(Boolean).join(" "));
    if (told.mark) shown.append(element("span", "icon icon-stage-" + told.mark));
    shown.append(element("b", "", told.rank));
    return window.L.divIcon({ className: "pin-holder", html: shown, iconSize: [0, 0] });
  }

  function outcomes(told, words) {
    const group = element("div", "choosing-marks");
    group.setAttribute("role", "group");
    group.setAttribute("aria-label", words.outcome.replace("{title}", told.title));
    Object.entries(words.outcomes).forEach(function ([code, name]) {
      const chosen = told.told === code;
      const button = element("button", chosen ? "choosing-mark choosing-marked" : "choosing-mark");
      button.append(element("span", "icon icon-stage-" + code.replace("_", "-")));
      Object.assign(button, { type: "button", title: name, ariaLabel: name, ariaPressed: String(chosen) });
      button.dataset.act = code;
      button.addEventListener("click", function () {
        const mark = { subject: told.subject, act: code, seen: told.seen, n: Date.now() };
        set("choosing-marked", { data: mark });
      });
      group.append(button);
    });
    return group;
  }

  function ticking(told, words) {
    const button = element("button", "link-button", told.subject in picks ? words.untick : words.tick);
    button.type = "button";
    button.dataset.act = "tick";
    button.addEventListener("click", function () {
      const next = { ...picks };
      if (told.subject in picks) delete next[told.subject];
      else next[told.subject] = told.seen;
      set("choosing-picked", { data: next });
    });
    return button;
  }

  function popup(told, words) {
    const box = element("div", "pin-popup");
    const write = element("a", "inside", words.write);
    const ways = element("p", "pin-ways");
    write.href = told.href;
    ways.append(write);
    box.append(element("b", "", told.rank + ". " + told.title), element("p", "", told.words));
    if (told.known) box.append(element("p", "secondary", told.known));
    if (told.state) box.append(element("p", "secondary", told.state));
    if (told.free) {
      box.append(outcomes(told, words));
      ways.append(ticking(told, words));
    }
    box.append(ways);
    return box;
  }

  function members(told) {
    const list = element("ol", "pin-members");
    told.members.forEach(function (one) {
      const item = element("li");
      const link = element("a", "inside", one.title);
      link.href = one.href;
      item.append(link);
      list.append(item);
    });
    return list;
  }

  /** A popup that was open when the marks were drawn anew opens again, with the keyboard where it was. */
  function keepOpen(layer, subject) {
    layer.on("popupopen", function (event) {
      [opened, shown] = [subject, layer];
      const close = event.popup.getElement().querySelector(".leaflet-popup-close-button");
      if (close) close.setAttribute("aria-label", layer.closeWords);
    });
    layer.on("popupclose", function (event) {
      const focused = event.popup.getElement().querySelector("[data-act]:focus");
      pressed = focused ? focused.dataset.act : "";
      setTimeout(() => layer._map && opened === subject && (opened = null), 0);
    });
    layer.on("add", function () {
      if (opened !== subject) return;
      setTimeout(function () {
        if (!layer._map) return;
        const pans = layer.getPopup().options.autoPan;
        layer.getPopup().options.autoPan = false;
        layer.openPopup();
        layer.getPopup().options.autoPan = pans;
        if (pressed) layer.getPopup().getElement().querySelector('[data-act="' + pressed + '"]')?.focus();
      }, 0);
    });
  }

  /** Who goes on to write is done with the popup; the click itself goes no further (55-choosing.js). */
  document.addEventListener("click", function (event) {
    const plain = !(event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey);
    if (plain && shown && event.target.closest?.(".pin-popup a")) shown.closePopup();
  }, true);

  Object.assign(window.dashExtensions.atlas, {
    /** A candidate by what was said of it, with its rank; or how many lie together. */
    candidate: function (feature, place, context) {
      const told = feature.properties;
      const words = context.hideout.words;
      const title = told.together ? words.together.replace("{n}", told.together) : told.rank + ". " + told.title;
      const options = { keyboard: false, title: title, alt: title, riseOnHover: true, zIndexOffset: told.here ? 1000 : 0 };
      return window.L.marker(place, { icon: told.together ? together(told) : pin(told), ...options });
    },
    candidateLabel: function (feature, layer, context) {
      const told = feature.properties;
      /* beside the buttons of the map, also on a phone */
      const options = { minWidth: 180, maxWidth: 220, autoPanPaddingTopLeft: [8, 8], autoPanPaddingBottomRight: [54, 8] };
      if (told.members) layer.bindPopup(() => members(told), options);
      else if (told.together) layer.on("click", (event) => closer(event.target._map, event.latlng));
      else {
        layer.bindPopup(() => popup(told, context.hideout.words), options);
        layer.closeWords = context.hideout.words.close;
        keepOpen(layer, told.subject);
      }
    },
  });

  /* ---- what is drawn ---- */

  /** An area ticks what lies in it. On a phone one finger moves the page, not the map. */
  kinds.take = function (map, told, pen) {
    map.dragging[COARSE.matches ? "disable" : "enable"]();
    return {
      area: () =>
        pen.begin("area", {
          done: function (corners) {
            const area = { type: "Polygon", coordinates: [closed(corners)] };
            set("choosing-drawn", { data: { area: area, n: Date.now() } });
          },
        }),
    };
  };

  const pointOf = (at) => ({ type: "Point", coordinates: [rounded(at.lng), rounded(at.lat)] });
  const isPoint = (geometry) => Boolean(geometry) && geometry.type === "Point";
  const latLng = (point) => window.L.latLng(point.coordinates[1], point.coordinates[0]);

  function told_of(geometry, told, map) {
    if (!geometry) return told.words.none;
    if (isPoint(geometry) && !told.proposed) return told.words.point;
    if (isPoint(geometry)) return filled(told.words.moved, { metres: Math.round(map.distance(told.proposed, latLng(geometry))) });
    const areas = geometry.type === "Polygon" ? [geometry.coordinates] : geometry.coordinates;
    const size = (ring) => squareMetres(ring.slice(0, -1).map(([lng, lat]) => ({ lat, lng })));
    const sizes = areas.map(([outer, ...holes]) => holes.reduce((left, hole) => left - size(hole), size(outer)));
    return filled(told.words.area, { area: Math.round(sizes.reduce((sum, one) => sum + one, 0)) });
  }

  function degrees(value) {
    return new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6, useGrouping: false }).format(value);
  }

  /** The final place: drawn on its map, kept in the field that is saved, and told in words and degrees. */
  kinds.place = function (map, told, pen) {
    const group = window.L.layerGroup().addTo(map);

    function dragged(event) {
      put(pointOf(event.target.getLatLng()));
    }

    function draw(geometry) {
      group.clearLayers();
      if (!geometry) return;
      if (!isPoint(geometry)) {
        group.addLayer(window.L.geoJSON(geometry, { interactive: false, style: { className: "drawn-area" } }));
        return;
      }
      const icon = window.L.divIcon({ className: "drawn-point", iconSize: [22, 22] });
      const moves = { icon, keyboard: false, draggable: Boolean(pen), interactive: Boolean(pen) };
      group.addLayer(window.L.marker(latLng(geometry), moves).on("dragend", dragged));
    }

    /** A point that was put outside what the map shows comes into it; with where it was proposed, unless that is too far. */
    function reveal(at) {
      if (map.getBounds().contains(at)) return;
      const both = window.L.latLngBounds(told.proposed ? [told.proposed, at] : [at]);
      map.fitBounds(both, { padding: [40, 40], maxZoom: map.getZoom(), animate: false });
      if (!map.getBounds().contains(at)) map.panTo(at, { animate: false });
    }

    function put(geometry) {
      final.geometry = geometry;
      draw(geometry);
      if (isPoint(geometry)) reveal(latLng(geometry));
      pen.say(told_of(geometry, told, map));
      set(FIELD, { value: geometry ? JSON.stringify(geometry) : "" });
      SIDES.forEach(function (side) {
        const value = isPoint(geometry) ? degrees(geometry.coordinates[side === "lat" ? 1 : 0]) : "";
        set({ name: side, type: "choosing-final" }, { value: value });
      });
    }

    draw(told.geometry);
    if (!pen) return { leave: () => group.remove() };
    final = { geometry: told.geometry || null, put, words: told.words };
    const mine = final;
    pen.say(told_of(told.geometry, told, map));
    return {
      area: () => pen.begin("area", { measured: true, done: (corners) => put({ type: "Polygon", coordinates: [closed(corners)] }) }),
      point: function () {
        const before = mine.geometry;
        const at = isPoint(before) ? latLng(before) : told.proposed ? window.L.latLng(told.proposed) : map.getCenter();
        pen.begin("point", { at, moved: (to) => put(pointOf(to)), undone: () => put(before) });
      },
      clear: () => put(null),
      leave: function () {
        group.remove();
        if (final === mine) final = null;
      },
    };
  };

  /** A number as it is written here; NaN for what is none. */
  function read(text) {
    return /^\s*-?\d+([.,]\d+)?\s*$/.test(text || "") ? Number(text.replace(",", ".")) : NaN;
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.choosing = Object.assign(window.dash_clientside.choosing || {}, {
    /** The map goes to where the candidates lie. */
    begin: function (_id, charted) {
      return charted && charted.bounds ? { bounds: charted.bounds } : none();
    },
    /** A box ticks its place; what was ticked elsewhere shows in the boxes. */
    tick: function (checked, picked, ids, seen) {
      const triggered = window.dash_clientside.callback_context.triggered_id;
      if (!picked && Object.keys(picks).length) return [picks, ids.map((id) => id.subject in picks)];
      picks = picked || {};
      const place = triggered && triggered.subject ? ids.findIndex((id) => id.subject === triggered.subject) : -1;
      if (place < 0) return [none(), ids.map((id) => id.subject in picks)];
      const { subject } = ids[place];
      if (Boolean(checked[place]) === subject in picks) return [none(), ids.map(none)];
      const next = { ...picks };
      if (checked[place]) next[subject] = ((seen || {}).places || {})[subject] || [0, 0];
      else delete next[subject];
      picks = next;
      return [next, ids.map(none)];
    },
    /** Degrees that somebody wrote put the point there. */
    place: function (values, ids) {
      const wrong = ids.map(() => null);
      if (!final || ids.length !== 2) return wrong;
      const texts = SIDES.map((side) => (values[ids.findIndex((id) => id.name === side)] || "").trim());
      const [lat, lng] = texts.map(read);
      if (texts.every((text) => !text)) {
        if (isPoint(final.geometry)) final.put(null);
      } else if (texts.every(Boolean)) {
        const fits = { lat: Math.abs(lat) <= 90, lon: Math.abs(lng) <= 180 };
        if (!fits.lat || !fits.lon) return ids.map((id) => (fits[id.name] ? null : final.words.degrees));
        const point = pointOf({ lat, lng });
        if (JSON.stringify(point) !== JSON.stringify(final.geometry)) final.put(point);
      }
      return wrong;
    },
  });
})();
