/* An open page and newer data: the page asks for the version, says that there is news, and refreshes when that does not
   disturb anybody. Dash hears of it only then: each message to it costs the more, the more there is on the page. */
(function () {
  "use strict";
  const FORM = "#main .form"; /* a page on which somebody may be filling in something is left as it is */
  const BEAT = 800; /* ms between two questions: with the second that the worker may take, less than two */
  const APART = 15000; /* ms between two refreshes that nobody asked for */
  const REST = 5000; /* ms without key, click or scroll before one */
  const WORKING = "[role=dialog], details.menu[open], input:focus, textarea:focus, select:focus, .block-grid :focus, [data-piece] :focus";
  const PARTS = "#main .block, #main .page-words, #main .kpi";
  const DIGITS = ".lead, .conclusion, .legend-value, .fact dd, .kpi-value, .foot-note";
  const TOLD = 4000; /* ms that a page says that it was refreshed */
  const [NOTHING, WAITING, DONE] = ["news", "news news-waiting", "news news-done"];
  const FRESH = 1000; /* ms after which the mark of a changed figure goes: its wash lasts 600 */
  const [VERSION, NEWS, REFRESH] = ["version", "news", "refresh"]; /* ids in the page's shell */
  let asking = false;
  let ended = false;
  let latest;
  let shown;
  let refreshedAt = -TOLD;
  let touchedAt = -REST;
  let watching;

  for (const kind of ["pointerdown", "keydown", "wheel", "touchmove"]) {
    document.addEventListener(kind, () => (touchedAt = performance.now()), { passive: true });
  }

  async function fetchVersion() {
    const answer = await fetch("/puls");
    ended = answer.status === 204;
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

  /* What the page says of newer data: nothing, that it waits, or that it is in. */
  function say(state) {
    const news = document.getElementById(NEWS);
    if (news.className !== state) news.className = state;
  }

  function refresh() {
    refreshedAt = performance.now();
    shown = latest;
    markChanges();
    window.dash_clientside.set_props(VERSION, { data: latest });
    say(DONE);
  }

  function follow() {
    const now = performance.now();
    if (!document.getElementById(NEWS)) return; /* the page is not there yet */
    if (document.querySelector(FORM) || !(latest > shown)) {
      if (now - refreshedAt >= TOLD) say(NOTHING);
    } else if (now - refreshedAt < APART || isAtWork()) {
      say(WAITING);
    } else {
      refresh();
    }
  }

  /* Nothing is asked while the page is not seen, or after the session ended. */
  async function beat() {
    if (asking || ended || (document.hidden && shown !== undefined)) return;
    asking = true;
    try {
      latest = Math.max(latest || 0, await fetchVersion());
      if (shown === undefined) shown = latest; /* asked before any data was */
    } catch {
      /* the server is away: the next beat asks again */
    } finally {
      asking = false;
    }
    follow();
  }

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest(`#${REFRESH}`) && latest > shown) refresh();
  });
  setInterval(beat, BEAT);
  beat();
})();
