/* Reports: where the keyboard is after something was done. */
(function () {
  "use strict";
  const REMARKED = "remark-";

  /* What stands beside a part is made anew, and the button that was pressed is gone. */
  function stand(turn, tries) {
    const said = document.querySelector('[data-turn="' + CSS.escape(turn) + '"]');
    if (said) said.focus({ preventScroll: true });
    else if (tries) setTimeout(stand, 100, turn, tries - 1);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.reports = {
    /** A remark is told of beside its part, all else at the top of the page. */
    said: function (turn, place) {
      if (!turn || !turn.startsWith(REMARKED)) return window.dash_clientside.manage.show(turn, place);
      stand(turn, 20);
      return window.dash_clientside.no_update;
    },
  };
})();
