/* The search in motivations: what is typed is looked up at once, and kept in the address when somebody presses Enter. */
(function () {
  "use strict";
  const keep = () => window.dash_clientside.no_update;
  const asked = (search) => new URLSearchParams(search || "").get("q") || "";

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.motivations = {
    /** The field follows the address; as long as that asks the same, what somebody types stays. */
    follow: function (search, kept) {
      const text = asked(search);
      return text === (kept || "") ? [keep(), keep()] : [text, text];
    },
    /** The address takes over what was typed. */
    keep: function (presses, text, search) {
      if (!presses) return keep();
      const query = new URLSearchParams(search || "");
      if (text) query.set("q", text);
      else query.delete("q");
      return "?" + query;
    },
    /** Print the page. */
    print: function (presses) {
      if (presses) window.print();
      return keep();
    },
  };

  /* A link that only asks the list something else changes the address and leaves the page as it stands: taken as a step
     to a page, it would draw all of it anew. A new tab is as the reader wants it. */
  document.addEventListener(
    "click",
    function (event) {
      const link = event.target.closest && event.target.closest(".motivations-narrowed a, .motivations-beyond a");
      if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
      event.preventDefault();
      event.stopPropagation();
      link.closest("details[open]")?.removeAttribute("open");
      window.dash_clientside.set_props("url", { search: new URL(link.href).search });
    },
    true,
  );
})();
