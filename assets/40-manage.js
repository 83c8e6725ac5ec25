/* The pages of /beheer: a line about what was just done goes away with the address it belongs to. */
(function () {
  "use strict";
  let before = location.search;
  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.manage = {
    /** Dash also calls this when the address stayed as it was. */
    forget: function (search, said) {
      if (search === before || !said) {
        before = search;
        return window.dash_clientside.no_update;
      }
      before = search;
      return null;
    },
    /** The colour that was saved is used at once, on this page too. */
    tint: function (tokens, turn) {
      if (turn && tokens) {
        Object.entries(tokens).forEach(([name, value]) => document.documentElement.style.setProperty(name, value));
      }
      return window.dash_clientside.no_update;
    },
    /** What was done is said at the top of the page, and the button was often far below it. */
    show: function (turn, place) {
      const said = turn && document.getElementById(place);
      if (said) {
        said.scrollIntoView({ block: "center" });
        said.focus({ preventScroll: true });
      }
      return window.dash_clientside.no_update;
    },
  };
})();
