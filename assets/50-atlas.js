/* What a map draws with Leaflet, and the list beside it. Only what the server sent; texts go in as text, never as markup. */
(function () {
  "use strict";

  const COARSE = window.matchMedia("(pointer: coarse)");
  const STILL = window.matchMedia("(prefers-reduced-motion: reduce)");

  function element(tag, className, text) {
    const made = document.createElement(tag);
    if (className) made.className = className;
    if (text) made.textContent = text;
    return made;
  }

  /** The corners of a hexagon around its middle. */
  function around(middle, corners) {
    return corners.map((step) => [middle.lat + step[0], middle.lng + step[1]]);
  }

  /** The name of a neighbourhood that hides the one on the ground, and its number; or the number of a hexagon. */
  function written(told) {
    const both = element("span");
    if (told.name) both.append(element("span", "atlas-value-of", told.name));
    if (told.value !== undefined) both.append(element("span", "", told.value));
    return both;
  }

  /** Leaflet's own words, in the reader's language. */
  function name(map) {
    const told = map.closest(".atlas").dataset;
    map.setAttribute("role", "region");
    map.setAttribute("aria-label", told.label);
    [["in", told.in], ["out", told.out]].forEach(function ([way, words]) {
      const button = map.querySelector(".leaflet-control-zoom-" + way);
      if (!button) return;
      button.title = words;
      button.setAttribute("aria-label", words);
    });
  }

  /** Closer by two steps, with this place in the middle. */
  function closer(map, place) {
    map.setView(place, Math.min(map.getZoom() + 2, map.getMaxZoom()), { animate: !STILL.matches });
  }

  function proposalPopup(told, href) {
    const box = element("div", "atlas-popup");
    const link = element("a", "inside", told.title);
    link.href = href;
    box.append(link, element("p", "secondary", told.words + " · " + told.votes));
    return box;
  }

  /** How many lie together. */
  function together(told) {
    const className = told.ticked ? "atlas-together atlas-ticked" : "atlas-together";
    return window.L.divIcon({ className: className, html: element("span", "", told.together), iconSize: [34, 34] });
  }

  function mark(feature, place) {
    const told = feature.properties;
    const icon = told.together
      ? together(told)
      : window.L.divIcon({ className: "atlas-mark icon icon-stage-" + told.mark, iconSize: [22, 22] });
    return window.L.marker(place, { icon: icon, keyboard: false, title: told.title || "", alt: told.title || "" });
  }

  /** The circle of a small map and the place in it, with what is drawn below: not for clicks. */
  function still(feature, place) {
    const told = feature.properties;
    if (told.metres) return window.L.circle(place, { radius: told.metres, className: "atlas-around", interactive: false });
    if (told.final) return window.L.circleMarker(place, { radius: 9, className: "atlas-final", interactive: false });
    if (told.dot) return window.L.circleMarker(place, { radius: 3.5, className: "atlas-dot", interactive: false });
    const shape = element("span", "icon icon-stage-" + told.mark);
    const icon = window.L.divIcon({ className: "atlas-own", html: shape, iconSize: [32, 32] });
    return window.L.marker(place, { icon: icon, keyboard: false, interactive: false, zIndexOffset: 1000 });
  }

  /** A small map shows all of its circle, also once it comes out of hiding. One finger moves the page, not the map. */
  function settle(circle, picks) {
    const map = circle._map;
    const box = map.getContainer();
    const chosen = window.L.circleMarker(circle.getLatLng(), { className: "atlas-picked", interactive: false });
    const watch = new ResizeObserver(function () {
      if (!box.clientWidth) return;
      map.invalidateSize({ animate: false, pan: false });
      map.fitBounds(circle.getBounds(), { animate: false });
    });
    function pick(event) {
      const told = { bubbles: true, cancelable: true, detail: event.latlng };
      if (!box.dispatchEvent(new CustomEvent("atlas:pick", told))) chosen.setLatLng(event.latlng).addTo(map);
    }
    name(box);
    map.dragging[COARSE.matches ? "disable" : "enable"]();
    watch.observe(box);
    if (picks) map.on("click", pick);
    circle.once("remove", function () {
      watch.disconnect();
      map.off("click", pick);
      chosen.remove();
    });
  }

  /** For the scripts of single pages. */
  window.heliMap = { element, together, closer, COARSE, STILL };

  window.dashExtensions = Object.assign(window.dashExtensions || {}, {
    atlas: {
      /** A map that is taken away while it zooms: the end of the animation would look for a map that is gone. */
      leave: function (event) {
        event.target._animatingZoom = false;
      },
      /** Neighbourhoods on neutral ground. */
      border: function () {
        return { className: "atlas-border", fill: true, weight: 1 };
      },
      nameArea: function (feature, layer) {
        const told = feature.properties;
        layer.bindTooltip(element("span", "", told.name), {
          permanent: true,
          direction: "center",
          className: "atlas-name",
          pane: "atlas-borders", // below what is counted: a number is never written through
        });
        layer.on("add", () => layer.openTooltip(told.at));
      },
      /** A hexagon around its middle, a proposal, or how many lie together. */
      place: function (feature, place, context) {
        if (!context.hideout.corners) return mark(feature, place);
        return window.L.polygon(around(place, context.hideout.corners));
      },
      /** What a small map draws: a circle, a dot, the place itself, or a proposal beside it. */
      spotPlace: function (feature, place) {
        return feature.properties.title ? mark(feature, place) : still(feature, place);
      },
      spotLabel: function (feature, layer, context) {
        const told = feature.properties;
        if (told.final && layer.setStyle) layer.setStyle({ className: "atlas-final", interactive: false });
        if (told.metres) layer.on("add", () => settle(layer, context.hideout.picks));
        if (told.title) layer.bindPopup(() => proposalPopup(told, told.href), { closeButton: true });
      },
      /** The colour of a hexagon or neighbourhood. */
      shape: function (feature, context) {
        const told = feature.properties;
        const known = told.shade !== undefined;
        return {
          className: known ? "atlas-shape" : "atlas-shape atlas-unknown",
          fillColor: known ? context.hideout.shades[told.shade] : undefined,
        };
      },
      /** What stands in it, and what a click does: come closer, choose the neighbourhood, or tell of the proposal. */
      label: function (feature, layer) {
        const told = feature.properties;
        if (told.value !== undefined || told.name) {
          const dark = told.shade > 2 ? " atlas-on-dark" : "";
          layer.bindTooltip(written(told), {
            permanent: true,
            direction: "center",
            className: "atlas-value" + dark,
          });
        }
        if (told.title) layer.bindPopup(() => proposalPopup(told, told.href + location.search), { closeButton: true });
        else if (told.search) layer.on("click", () => window.dash_clientside.set_props("url", { search: told.search }));
        else layer.on("click", (event) => closer(event.target._map, event.latlng));
      },
    },
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.atlas = {
    /** What part of the world the map shows, once it has gone to where the reader's places are. */
    seen: function (bounds, zoom, viewport) {
      document.querySelectorAll(".atlas-map").forEach(name);
      const known = Array.isArray(bounds) && Boolean(viewport);
      return known ? [bounds, zoom] : window.dash_clientside.no_update;
    },
    /** The map shows something else: the list asks for its rows again. */
    again: function (seen, search, version, id) {
      if (seen) {
        window.dash_ag_grid.getApiAsync(id).then(function (api) {
          if (api.isDestroyed()) return;
          window.dashAgGridFunctions.fitColumns({ api: api });
          api.purgeInfiniteCache();
        });
      }
      return window.dash_clientside.no_update;
    },
  };

  /** The map shows a place that was found; the list follows as after any move. */
  function go(hit) {
    const page = hit.dataset.page;
    const bounds = JSON.parse(hit.dataset.bounds);
    const options = { animate: !STILL.matches };
    window.dash_clientside.set_props({ page, type: "atlas-map" }, { viewport: { bounds, options } });
    window.dash_clientside.set_props({ page, type: "atlas-find-text" }, { value: hit.dataset.name });
    hit.closest(".search").classList.add("search-shut");
    hit.closest(".atlas").querySelector(".atlas-map").focus({ preventScroll: true });
  }

  document.addEventListener("click", function (event) {
    const hit = event.target.closest && event.target.closest(".atlas-hit");
    if (hit) go(hit);
  });
  /* Enter leads from the field to the first of what was found, which may not be what was meant yet. */
  document.addEventListener("keydown", function (event) {
    const search = event.key === "Enter" && event.target.matches(".atlas-find input") && event.target.closest(".search");
    const first = search && search.querySelector(".search-hit");
    if (!first) return;
    event.preventDefault(); // else the same Enter presses the button that it leads to
    first.focus();
  });

  window.dashAgGridComponentFunctions = Object.assign(window.dashAgGridComponentFunctions || {}, {
    /** Title, where and about what, and where it stands. */
    ProposalCell: function (props) {
      const make = window.React.createElement;
      if (!props.data) return make("span", { className: "atlas-waiting", "aria-hidden": "true" });
      const told = props.data;
      const link = make("a", { href: told.href, className: "inside", key: "title" }, told.title);
      const aside = make("span", { className: "atlas-aside", key: "aside" }, told.aside);
      const icon = make("span", { className: told.mark, "aria-hidden": "true", key: "icon" });
      const stage = make("span", { className: "stage", key: "stage" }, [icon, told.stage]);
      return make("span", { className: "atlas-row" }, [link, aside, stage]);
    },
  });
})();
