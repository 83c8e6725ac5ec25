/* Sittings: files that are brought, where the keyboard is after an act and after another sitting was chosen, and when what was said goes away. */
(function () {
  "use strict";
  const [SAID, HEAD] = ["zitting-said", "sitting-head"];
  const MOST = 3900000; /* characters of a file as text: more does not fit in a request of a page */
  const READ = "sittings-read-head";
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
  /* What was read is begun at its title, once it is there. */
  function standAtRead(tries) {
    if (document.getElementById(READ)) stand(READ);
    else if (tries) setTimeout(() => standAtRead(tries - 1), 200);
  }

  window.dash_clientside.sittings = {
    /** A file that was chosen; one that is too large is only named, so that the page can say so. */
    bring: function (contents, name) {
      const keep = window.dash_clientside.no_update;
      if (!contents) return [keep, keep];
      const at = Date.now();
      standAtRead(30);
      return [contents.length > MOST ? { name, at, large: true } : { name, at, contents }, null];
    },
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
