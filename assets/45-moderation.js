/* A list beside one of its proposals (moderation, follow-up): where the keyboard is after a decision, and after another
   one was chosen. */
(function () {
  "use strict";
  const QUIET = "quiet-";
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

  /** A click on the small map fills in the place in the form that corrects it, and says so. */
  document.addEventListener("atlas:pick", function (event) {
    const ids = ["lat", "lon"].map((name) => ({ form: "place", name: name, page: "moderatie", type: "form-field" }));
    if (ids.some((id) => !document.getElementById(JSON.stringify(id)))) return;
    const number = new Intl.NumberFormat(document.documentElement.lang, { maximumFractionDigits: 6, useGrouping: false });
    const told = [event.detail.lat, event.detail.lng].map((degrees) => number.format(degrees));
    ids.forEach((id, place) => window.dash_clientside.set_props(id, { value: told[place] }));
    const said = document.querySelector(".moderation-picked");
    said.textContent = said.dataset.picked.replace("{place}", told.join(" · "));
    event.preventDefault();
  });

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.moderation = {
    /** What was done is said at the top; a proposal that somebody chose is begun at its title. */
    arrive: function (turn, seen, said) {
      if (turn && turn !== turnBefore) {
        turnBefore = turn;
        saidAt = performance.now();
        pressed = turn.startsWith(QUIET) ? document.activeElement.id : "";
        if (!pressed) stand(said);
      } else if (pressed) {
        const id = pressed; /* the button was drawn anew: the keyboard stays on it */
        pressed = "";
        requestAnimationFrame(() => document.activeElement === document.body && document.getElementById(id)?.focus());
      } else if (location.search !== before && performance.now() - saidAt > APART) {
        requestAnimationFrame(() => stand(said.replace(/said$/, "head")));
      }
      if (seen) before = location.search; /* told again when the chosen proposal is there */
      return window.dash_clientside.no_update;
    },
  };
})();
