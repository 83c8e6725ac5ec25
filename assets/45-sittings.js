/* Sittings: where the keyboard is after an act and after another sitting was chosen, and when what was said goes away. */
(function () {
  "use strict";
  const [SAID, HEAD] = ["zitting-said", "sitting-head"];
  const APART = 4000; /* ms in which a sitting that comes after an act leaves the keyboard at what was said */
  let turnBefore;
  let before = location.search;
  let saidAt = -APART;

  function stand(id) {
    const part = document.getElementById(id);
    if (!part) return;
    part.scrollIntoView({ block: "nearest" });
    part.focus({ preventScroll: true });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.sittings = {
    /** What was done is said at the top; a sitting that somebody chose is begun at its title. */
    arrive: function (turn, seen, said) {
      const keep = window.dash_clientside.no_update;
      if (turn && turn !== turnBefore) {
        turnBefore = turn;
        saidAt = performance.now();
        before = location.search;
        if (said) requestAnimationFrame(() => stand(SAID));
        return keep;
      }
      if (location.search === before) return keep;
      before = location.search;
      if (performance.now() - saidAt <= APART) return keep;
      requestAnimationFrame(() => stand(HEAD));
      return said ? null : keep;
    },
  };
})();
