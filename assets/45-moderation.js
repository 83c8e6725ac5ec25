/* Moderation: where the keyboard is after a decision, and after another proposal was chosen. */
(function () {
  "use strict";
  const [SAID, HEAD, QUIET] = ["moderation-said", "moderation-head", "quiet-"];
  const APART = 4000; /* ms in which a proposal that comes after a decision leaves the keyboard at what was said */
  let turnBefore;
  let before = location.search;
  let saidAt = -APART;
  let pressed = "";

  function stand(id) {
    const part = document.getElementById(id);
    if (!part) return;
    part.scrollIntoView({ block: "nearest" });
    part.focus({ preventScroll: true });
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.moderation = {
    /** What was done is said at the top; a proposal that somebody chose is begun at its title. */
    arrive: function (turn, seen) {
      if (turn && turn !== turnBefore) {
        turnBefore = turn;
        saidAt = performance.now();
        pressed = turn.startsWith(QUIET) ? document.activeElement.id : "";
        if (!pressed) stand(SAID);
      } else if (pressed) {
        const id = pressed; /* the button was drawn anew: the keyboard stays on it */
        pressed = "";
        requestAnimationFrame(() => document.activeElement === document.body && document.getElementById(id)?.focus());
      } else if (location.search !== before && performance.now() - saidAt > APART) {
        requestAnimationFrame(() => stand(HEAD));
      }
      if (seen) before = location.search; /* told again when the chosen proposal is there */
      return window.dash_clientside.no_update;
    },
  };
})();
