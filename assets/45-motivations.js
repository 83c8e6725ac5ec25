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
})();
