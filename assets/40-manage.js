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
  };
})();
