/* Small behaviour of the frame around the pages and of the filter bar. No request leaves from here. */
(function () {
  "use strict";
  const keep = () => window.dash_clientside.no_update;

  /* A language chosen by ?lang= is kept in a cookie by the server; the address need not carry it on. */
  const address = new URL(location.href);
  if (address.searchParams.has("lang")) {
    address.searchParams.delete("lang");
    history.replaceState(history.state, "", address);
  }

  /* A link may lead to a part of a page: that part comes a little after the page itself. */
  function seek(id, tries) {
    const part = id && document.getElementById(id);
    if (part) part.scrollIntoView();
    else if (id && tries) setTimeout(() => seek(id, tries - 1), 100);
  }

  /* What has the keyboard within the list of views. */
  let focused = "";
  document.addEventListener("focusin", function (event) {
    focused = event.target.closest(".view-list") ? event.target.id : "";
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.shell = {
    /** Links to other pages carry the filters, as `carried` of the navigation does; the language switch stays on this page. */
    carry: function (search, pages, languages, apart) {
      const stands = (path) => apart.some((one) => path === one || path.startsWith(one + "/"));
      const filters = stands(location.pathname) ? "" : search || "";
      return [
        pages.map((id) => id.path + (stands(id.path) ? "" : filters)),
        languages.map((id) => {
          const query = new URLSearchParams(search || "");
          query.set("lang", id.code);
          return "?" + query;
        }),
      ];
    },
    /** Open a drawer. */
    open: function (...clicks) {
      return clicks.some(Boolean) ? true : keep();
    },
    /** Close a drawer. */
    close: function (...clicks) {
      return clicks.some(Boolean) ? false : keep();
    },
    /** Open the dialog of views, with the address as it is now; on a phone the drawer of filters makes room. */
    openViews: function (clicks) {
      return clicks.some(Boolean) ? [true, false, location.href, true] : [keep(), keep(), keep(), keep()];
    },
    /** A view was opened: its dialog closes. */
    leave: function () {
      return false;
    },
    /** Copy the address in a field; browsers give the clipboard to safe addresses only, so also the old way. */
    copy: async function (clicks, id) {
      if (!clicks) return keep();
      const field = document.getElementById(id);
      try {
        await navigator.clipboard.writeText(field.value);
      } catch {
        field.select();
        document.execCommand("copy");
      }
      return false;
    },
    /** The list of views was drawn anew: the keyboard stays where it was in it. */
    refocus: function () {
      const id = focused;
      requestAnimationFrame(() => id && document.getElementById(id)?.focus());
    },
    /** After a step to another page the drawer closes and the reader starts at its top, also by keyboard. */
    moved: function (path, before) {
      if (before && before !== path) {
        window.scrollTo(0, 0);
        document.getElementById("main").focus({ preventScroll: true });
      }
      if (before !== path) seek(location.hash.slice(1), 50);
      return [path, false];
    },
  };

  /* The search: arrows walk through what was found, Escape puts it away until somebody types again. */
  document.addEventListener("keydown", function (event) {
    const search = event.target.closest && event.target.closest(".search");
    if (!search) return;
    if (event.key === "Escape" && search.querySelector(".search-count")) {
      search.classList.add("search-shut");
      search.querySelector("input").focus();
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step) return;
    const stops = [search.querySelector("input"), ...search.querySelectorAll(".search-hit")];
    const next = stops[stops.indexOf(event.target) + step];
    event.preventDefault();
    if (next) next.focus();
  });
  document.addEventListener("input", function (event) {
    const search = event.target.closest && event.target.closest(".search");
    if (search) search.classList.remove("search-shut");
  });

  /* A link that our own scripts made leads on within the app, unless the reader wants a new tab. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a.inside");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.href);
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate"));
  });

  /* A cross disappears with its filter: the keyboard goes back to the filter itself. */
  document.addEventListener("click", function (event) {
    const cross = event.target.closest && event.target.closest(".filter-clear, .filter-clear-all");
    if (cross) cross.parentElement.querySelector(".filter-button").focus();
  });

  /* Finding an option in a long list of a filter: what does not match is hidden, ticks stay as they are. */
  document.addEventListener("input", function (event) {
    const field = event.target.closest && event.target.closest(".filter-find");
    if (!field) return;
    const sought = event.target.value.trim().toLocaleLowerCase();
    field.closest(".filter-panel").querySelectorAll(".filter-option").forEach(function (option) {
      option.hidden = !option.textContent.toLocaleLowerCase().includes(sought);
    });
  });
})();
