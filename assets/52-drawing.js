/* Drawing on a map: the corners of an area, or one point. What becomes of it is for who asked (`window.heliDrawing`);
   dashboard/components/drawing.py makes the buttons and says the words. */
(function () {
  "use strict";
  const { COARSE } = window.heliMap;
  const NEAR = 10; /* px within which two clicks are one corner */
  const MOST = 400; /* corners; config/geometry.py takes some more */
  const RADIUS = 6371008.8; /* mean radius of the earth in metres */
  const [NUDGE, STRIDE] = [5, 50]; /* px that the cross moves by a key, and with Shift */
  const STEPS = { ArrowUp: [1, 0], ArrowDown: [-1, 0], ArrowRight: [0, 1], ArrowLeft: [0, -1] };
  const INERT = { interactive: false, keyboard: false };
  const kinds = {};

  function numbers(value) {
    return new Intl.NumberFormat(document.documentElement.lang || "nl").format(value);
  }

  function filled(words, values) {
    return words.replace(/\{(\w+)\}/g, (all, name) => (name in values ? numbers(values[name]) : all));
  }

  /** Metres for a degree (up, across) at a place. */
  function degree(at) {
    const up = (Math.PI / 180) * RADIUS;
    return [up, up * Math.cos((at.lat * Math.PI) / 180)];
  }

  /** Size of an area, as config/geometry.py counts it. */
  function squareMetres(corners) {
    const [up, across] = degree(corners[0]);
    const plane = corners.map((one) => [(one.lng - corners[0].lng) * across, (one.lat - corners[0].lat) * up]);
    const twice = plane.reduce(function (sum, [x, y], place) {
      const [u, v] = plane[(place + 1) % plane.length];
      return sum + x * v - u * y;
    }, 0);
    return Math.abs(twice) / 2;
  }

  /** Whether two lines cross: each has the ends of the other at both of its sides. */
  function cross(a, b, c, d) {
    const side = (p, q, r) => Math.sign((q.lng - p.lng) * (r.lat - p.lat) - (q.lat - p.lat) * (r.lng - p.lng));
    return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
  }

  /** Whether a line to or from a corner crosses a border that is there: lines that share a corner never do. */
  function crosses(corners, from, to) {
    return corners.some((one, place) => place > 0 && cross(corners[place - 1], one, from, to));
  }

  /** What draws on one map; `block` holds its buttons and words. */
  function penOn(map, block) {
    const [begins, during, told] = ["begin", "during", "told"].map((name) => block.querySelector(".drawing-" + name));
    const button = (act) => block.querySelector('[data-draw="' + act + '"]');
    const border = window.L.polygon([], { className: "drawn-draft", interactive: false });
    const dots = window.L.layerGroup();
    const sight = window.L.marker([0, 0], { icon: window.L.divIcon({ className: "drawn-cross", iconSize: [25, 25] }), ...INERT });
    let work = null; /* {kind, corners, pointer, aim, and what was asked}; `aim`: where the keys brought the cross */
    let byKeys = false; /* whether the button that begins was pressed by keyboard */

    const say = (words) => (told.textContent = words);
    const near = (one, other) => map.latLngToContainerPoint(one).distanceTo(map.latLngToContainerPoint(other)) < NEAR;

    function redraw() {
      const { corners, pointer } = work;
      border.setLatLngs(pointer ? [...corners, pointer] : corners);
      dots.clearLayers();
      corners.forEach((one) => dots.addLayer(window.L.circleMarker(one, { radius: 5, className: "drawn-corner", interactive: false })));
      button("close").disabled = corners.length < 3;
      button("back").disabled = !corners.length;
    }

    /** How to draw; with how keys do it where there may be keys. */
    function invite(words, keys) {
      const told = [words, ...(COARSE.matches && !byKeys ? [] : [keys])];
      say(told.map((name) => block.dataset[name]).join(" "));
    }

    function tell() {
      const n = work.corners.length;
      if (!n) invite("first", "keys");
      else if (n < 3) say(filled(block.dataset.more, { n }));
      else if (!work.measured) say(filled(block.dataset.ready, { n }));
      else say(filled(block.dataset.measured, { n, area: Math.round(squareMetres(work.corners)) }));
    }

    function add(at) {
      const { corners } = work;
      const last = corners[corners.length - 1];
      if (corners.length > 2 && near(at, corners[0])) return close();
      if (last && near(at, last)) return; /* the second click of a double one */
      if (corners.length >= MOST) return say(filled(block.dataset.full, { n: MOST }));
      if (last && crosses(corners, last, at)) return say(block.dataset.crossed);
      corners.push(at);
      redraw();
      tell();
    }

    function close() {
      const { corners, done } = work;
      if (corners.length < 3) return;
      if (crosses(corners, corners[corners.length - 1], corners[0])) return say(block.dataset.crossed);
      end("");
      done(corners);
    }

    function back() {
      work.corners.pop();
      redraw();
      tell();
    }

    /** Leave off; `words` say what came of it. */
    function end(words) {
      const kind = work.kind;
      work = null;
      map.off("click", click).off("dblclick", double).off("mousemove", follow);
      map.doubleClickZoom.enable();
      map.keyboard.enable();
      [border, dots, sight].forEach((one) => one.remove());
      block.classList.remove("drawing-now");
      begins.hidden = false;
      during.hidden = true;
      say(words);
      if (block.contains(document.activeElement) || document.activeElement === document.body) button(kind)?.focus();
    }

    function stop() {
      const undone = work.undone;
      end(block.dataset.stopped);
      if (undone) undone();
    }

    function click(event) {
      if (work.kind === "area") return add(event.latlng);
      const moved = work.moved;
      end("");
      moved(event.latlng);
    }

    function double() {
      if (work.kind === "area") close();
    }

    function follow(event) {
      if (work.kind !== "area") return;
      work.pointer = event.latlng;
      work.aim = null;
      sight.remove();
      if (work.corners.length) border.setLatLngs([...work.corners, event.latlng]);
    }

    /** The cross by which keys set corners, moved so many px. */
    function aim([north, east], far) {
      const { corners } = work;
      const from = work.aim || corners[corners.length - 1] || map.getCenter();
      const px = far ? STRIDE : NUDGE;
      work.aim = work.pointer = map.containerPointToLatLng(map.latLngToContainerPoint(from).add([east * px, -north * px]));
      sight.setLatLng(work.aim).addTo(map);
      map.panInside(work.aim, { padding: [30, 30], animate: false });
      redraw();
    }

    function step(key, far) {
      const [up, across] = degree(work.at);
      const metres = far ? 10 : 1;
      const [north, east] = STEPS[key].map((one) => one * metres);
      work.at = window.L.latLng(work.at.lat + north / up, work.at.lng + east / across);
      work.touched = true;
      work.moved(work.at);
    }

    /** The point stays where the keys brought it. */
    function settle() {
      const { at, moved, touched } = work;
      if (!touched) return stop();
      end("");
      moved(at);
    }

    function press(event) {
      if (!work || event.ctrlKey || event.metaKey || event.altKey) return;
      const button = event.target.closest("button, a, input");
      const point = work.kind === "point";
      if (event.key === "Escape") stop();
      else if (button) return;
      else if (event.key === "Enter") point ? settle() : close();
      else if (event.key === "Backspace" && !point) back();
      else if (event.key === " " && !point) work.aim ? add(work.aim) : aim([0, 0]);
      else if (event.key in STEPS) point ? step(event.key, event.shiftKey) : aim(STEPS[event.key], event.shiftKey);
      else return;
      event.preventDefault();
      event.stopPropagation();
    }

    /** Begin an area (`done` gets its corners; `measured`: its size is told), or a point that is `at` some place (`moved`
        gets each new place of it, `undone` takes them back). */
    function begin(kind, asked) {
      if (work) end("");
      work = { kind, corners: [], pointer: null, aim: null, ...asked };
      block.classList.add("drawing-now");
      begins.hidden = true;
      during.hidden = false;
      ["close", "back"].forEach((act) => (button(act).hidden = kind === "point"));
      map.closePopup();
      map.doubleClickZoom.disable();
      if (kind === "point") map.keyboard.disable();
      border.addTo(map);
      dots.addTo(map);
      map.on("click", click).on("dblclick", double).on("mousemove", follow);
      redraw();
      kind === "point" ? invite("point", "steps") : tell();
      if (kind === "area" && byKeys) aim([0, 0]);
      map.getContainer().focus({ preventScroll: true });
    }

    const acts = { close: () => work && close(), back: () => work && back(), stop: () => work && stop() };
    block.addEventListener("keydown", press, true);
    return {
      begin,
      say,
      act: function (name, keys) {
        byKeys = keys;
        if (acts[name]) acts[name]();
      },
      leave: function () {
        if (work) end("");
        block.removeEventListener("keydown", press, true);
      },
    };
  }

  /** What takes hold of a map: it draws nothing itself. */
  function hold(feature) {
    const told = feature.properties;
    const layer = new window.L.Layer();
    let pen, made, block;
    function pressed(event) {
      const act = event.target.closest("[data-draw]")?.dataset.draw;
      if (!act) return;
      pen.act(act, !event.detail);
      if (made[act]) made[act]();
    }
    layer.onAdd = function (map) {
      block = told.fixed ? null : map.getContainer().closest(".drawing");
      pen = block && penOn(map, block);
      made = kinds[told.tool](map, told, pen);
      if (block) block.addEventListener("click", pressed);
    };
    layer.onRemove = function () {
      if (block) block.removeEventListener("click", pressed);
      if (pen) pen.leave();
      if (made.leave) made.leave();
    };
    return layer;
  }

  /** What becomes of a drawing, by the kind of its tool: (map, told, pen) => {act: function, leave: function}. */
  window.heliDrawing = { kinds, squareMetres, filled };
  window.dashExtensions = Object.assign(window.dashExtensions || {}, {
    atlas: Object.assign((window.dashExtensions || {}).atlas || {}, { tool: hold }),
  });
})();
