/* An open page and newer data: the page asks for the version, says that there is news, and refreshes when that does not
   disturb anybody. */
(function () {
  "use strict";
  const FORM = "#main .form"; /* a page on which somebody may be filling in something is left as it is */
  const APART = 15000; /* ms between two refreshes that nobody asked for */
  const REST = 5000; /* ms without key, click or scroll before one */
  const WORKING = "[role=dialog], details.menu[open], input:focus, textarea:focus, select:focus, .block-grid :focus";
  const PARTS = "#main .block, #main .page-words, #main .kpi";
  const DIGITS = ".lead, .conclusion, .legend-value, .fact dd, .kpi-value, .foot-note";
  const TOLD = 4000; /* ms that a page says that it was refreshed */
  const [NOTHING, WAITING, DONE] = ["news", "news news-waiting", "news news-done"];
  const FRESH = 1000; /* ms after which the mark of a changed figure goes: its wash lasts 600 */
  const keep = () => window.dash_clientside.no_update;
  let asking = false;
  let ended = false;
  let clicksSeen = 0;
  let refreshedAt = -TOLD;
  let touchedAt = -REST;
  let watching;

  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => (touchedAt = performance.now()), { passive: true });
  }

  async function fetchVersion() {
    const answer = await fetch("/puls", { headers: { "X-Requested-With": "fetch" } });
    ended = answer.status === 401;
    return answer.ok ? Number(await answer.text()) : 0;
  }

  function isAtWork() {
    const shows = (part) => part.getClientRects().length > 0;
    const rests = performance.now() - touchedAt > REST && document.getSelection().isCollapsed;
    return !rests || Array.from(document.querySelectorAll(WORKING)).some(shows);
  }

  /* The figures of each part of the page that is there to stay. */
  function figures() {
    const read = (part) => Array.from(part.querySelectorAll(DIGITS), (digit) => digit.textContent);
    return new Map(Array.from(document.querySelectorAll(PARTS), (part) => [part, read(part)]));
  }

  /* Mark the figures that become others until the answers are in; the wash fades by itself (30-live.css). */
  function markChanges() {
    const before = figures();
    const compare = function () {
      for (const [part, texts] of before) {
        const digits = Array.from(part.querySelectorAll(DIGITS));
        if (digits.length !== texts.length) continue; /* half drawn, or another kind of answer */
        digits.forEach(function (digit, place) {
          if (digit.textContent === texts[place]) return;
          texts[place] = digit.textContent;
          digit.classList.add("fresh");
          setTimeout(() => digit.classList.remove("fresh"), FRESH);
        });
      }
    };
    if (watching) watching.disconnect();
    watching = new MutationObserver(compare);
    watching.observe(document.getElementById("main"), { childList: true, subtree: true, characterData: true });
    const own = watching;
    setTimeout(() => own.disconnect(), APART);
  }

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.live = {
    /** The latest version; nothing is asked while the page is not seen, or after the session ended. */
    ask: async function (_beats, latest) {
      const first = latest === undefined || latest === null;
      if (!first && (asking || ended || document.hidden)) return keep();
      asking = true;
      let found = 0;
      try {
        found = await fetchVersion();
      } catch {
        /* the server is away: the next beat asks again */
      } finally {
        asking = false;
      }
      return first || found > latest ? found : keep();
    },
    /** Which version the page shows, and what it says of newer data: nothing, that it waits, or that it is in. */
    follow: function (latest, _beats, clicks, shown, said) {
      const asked = (clicks || 0) > clicksSeen;
      clicksSeen = clicks || 0;
      const now = performance.now();
      const first = shown === undefined || shown === null;
      const filling = document.querySelector(FORM) !== null;
      const say = (state) => (state === said ? keep() : state);
      if (!first && (filling || !(latest > shown))) return [keep(), now - refreshedAt < TOLD ? keep() : say(NOTHING)];
      if (!first && !asked && (now - refreshedAt < APART || isAtWork())) return [keep(), say(WAITING)];
      refreshedAt = now;
      if (first) return [latest, say(NOTHING)];
      markChanges();
      return [latest, say(DONE)];
    },
  };
})();
