/* The workbench: what is typed is saved one at a time, weights go into the address, facts into the text. */
(function () {
  "use strict";
  const PAUSE = 900; /* ms without a key before what was typed is sent */
  const [QUIET, SAID, HEAD] = ["quiet-", "choosing-said", "choosing-editor-head"];
  const none = () => window.dash_clientside.no_update;
  let work = null; /* {subject, turn, sent, typed, waiting, timer} */
  let turnBefore, subjectBefore;

  /** Send what was typed, unless the last one has not come back yet: then it goes as soon as that is there. */
  function send() {
    if (!work || work.waiting || work.beside || work.typed === work.sent) return;
    work.waiting = work.typed;
    const values = JSON.parse(work.typed);
    window.dash_clientside.set_props("choosing-typed", { data: { subject: work.subject, values: values, n: Date.now() } });
  }

  function begin(about, typed) {
    if (work) clearTimeout(work.timer);
    work = { subject: about.subject, turn: about.turn, sent: typed, typed: typed, waiting: null, timer: 0 };
  }

  /** The text as it will be public, with its facts marked. */
  function preview() {
    const fields = document.querySelector(".choosing-fields");
    if (!fields) return;
    const facts = JSON.parse(fields.dataset.facts || "{}");
    const [own, shared] = ["motivation", "shared"].map((name) => fieldOf(name));
    const text = [shared, own].map((part) => (part ? part.value.trim() : "")).filter(Boolean).join("\n\n");
    const box = fields.querySelector(".choosing-preview");
    const words = fields.querySelector(".choosing-preview-text");
    const count = fields.querySelector(".choosing-count");
    if (own && count) count.textContent = own.value.length + " / " + own.maxLength;
    box.hidden = !/\{[^{}\n]+\}/.test(text);
    words.replaceChildren(...text.split(/(\{[^{}\n]*\})/).map(function (part) {
      if (!/^\{.*\}$/.test(part)) return document.createTextNode(part);
      const fact = facts[part.slice(1, -1).trim().toLowerCase()];
      const mark = document.createElement("mark");
      mark.textContent = fact === undefined ? part : fact;
      if (fact === undefined) mark.className = "choosing-unknown";
      return mark;
    }));
  }

  function fieldOf(name) {
    return document.getElementById(JSON.stringify({ form: "draft", name: name, page: "selectie", type: "form-field" }));
  }

  /** A text to begin with can be chosen while its reason is. */
  function offerTemplates(reasons) {
    for (const button of document.querySelectorAll(".choosing-template"))
      button.hidden = !(reasons || []).includes(button.dataset.reason);
  }

  /** Put words into the motivation as if they were typed: what holds the field hears of it at once. */
  function write(field, text, at) {
    Object.getOwnPropertyDescriptor(HTMLTextAreaElement.prototype, "value").set.call(field, text);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
    field.setSelectionRange(at, at);
  }

  /** A text to begin with comes after what was written already, on a line of its own. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest(".choosing-template");
    if (!button) return;
    const field = fieldOf("motivation");
    const before = field.value.trimEnd();
    const text = (before ? before + "\n\n" : "") + button.dataset.template;
    if (!before.includes(button.dataset.template)) write(field, text, text.length);
    else field.focus();
  });

  /** The weight of a criterion as the page says it. */
  function weightShown(id) {
    const slider = document.getElementById(JSON.stringify({ code: id.code, type: id.type }));
    const label = slider && slider.closest(".choosing-weight").querySelector("b");
    return label ? Number(label.textContent) : NaN;
  }

  /** A fact goes where the keyboard was in the motivation. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest(".choosing-fact");
    if (!button) return;
    const field = fieldOf("motivation");
    const told = "{" + button.dataset.fact + "}";
    const at = field.selectionStart ?? field.value.length;
    const text = field.value.slice(0, at) + told + field.value.slice(field.selectionEnd ?? at);
    write(field, text, at + told.length);
  });

  /** A choice is made of what is in the fields: it is not sent once more on its own. */
  document.addEventListener("click", function (event) {
    const button = event.target.closest("button[id]");
    if (work && button && button.id.includes('"form":"make"')) clearTimeout(work.timer);
  });

  /** A link to another look of the workbench leaves the page as it stands: what was ticked, typed or drawn stays. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("#main a[href]");
    if (!link || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const same = link.origin === location.origin && link.pathname === location.pathname;
    if (!same || location.pathname !== "/selectie" || !link.search || link.hash) return;
    event.preventDefault();
    event.stopPropagation();
    window.dash_clientside.set_props("url", { search: link.search });
  }, true);

  /** What nobody has sent yet goes before the page does. */
  document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && send());

  window.dash_clientside = window.dash_clientside || {};
  window.dash_clientside.choosing = {
    typed: function (values, about, ids) {
      const told = ids.map((id, place) => [id.name, values[place] ?? null]).sort();
      const typed = JSON.stringify(Object.fromEntries(told));
      requestAnimationFrame(preview);
      offerTemplates(Object.fromEntries(told).reasons);
      if (!about || !about.subject || !ids.length) {
        work = null;
      } else if (!work || work.subject !== about.subject || work.turn !== about.turn) {
        begin(about, typed);
      } else {
        if (work.waiting && window.dash_clientside.callback_context.triggered_id === "choosing-edited") {
          if (!about.failed || about.failed === work.failed) work.sent = work.waiting;
          work.failed = about.failed;
          work.waiting = null;
        }
        work.beside = about.beside;
        work.typed = typed;
        clearTimeout(work.timer);
        if (typed !== work.sent) work.timer = setTimeout(send, PAUSE);
      }
      return none();
    },

    /** Weights as whole numbers that add up to 100, in the address; what was moved keeps its share. */
    weigh: function (values, ids, search) {
      const triggered = window.dash_clientside.callback_context.triggered_id;
      if (!triggered || !values.length) return none();
      /* a slider also tells its value when it appears */
      if (values.every((value, place) => Math.round(value) === weightShown(ids[place]))) return none();
      const moved = ids.findIndex((id) => id.code === triggered.code);
      const own = Math.round(values[moved]);
      const rest = values.reduce((sum, value, place) => (place === moved ? sum : sum + value), 0);
      const exact = values.map((value, place) => (place === moved ? own : rest ? (value * (100 - own)) / rest : 0));
      if (!rest) exact[moved] = 100;
      const whole = exact.map(Math.floor);
      let left = 100 - whole.reduce((sum, value) => sum + value, 0);
      const order = exact.map((value, place) => [value - whole[place], place]).sort((a, b) => b[0] - a[0]);
      for (const [, place] of order) if (left-- > 0) whole[place] += 1;
      const told = ids.map((id, place) => [id.code, whole[place]]).filter((one) => one[1] > 0);
      const query = new URLSearchParams(search || "");
      const text = told.map((one) => one.join("-")).join(",");
      if (query.get("gewichten") === text) return none();
      query.set("gewichten", text);
      query.delete("blad");
      return "?" + query.toString();
    },

    /** What was done is said at the top; a place that somebody chose is begun at its title. */
    arrive: function (turn, about) {
      const part = (id) => document.getElementById(id);
      if (turn && turn !== turnBefore) {
        turnBefore = turn;
        if (!turn.startsWith(QUIET) && part(SAID)) {
          part(SAID).scrollIntoView({ block: "nearest" });
          part(SAID).focus({ preventScroll: true });
        }
      }
      const subject = about && about.subject;
      if (subject && subjectBefore !== undefined && subject !== subjectBefore) {
        requestAnimationFrame(function () {
          const head = part(HEAD);
          if (!head) return;
          head.scrollIntoView({ block: "center" });
          head.focus({ preventScroll: true });
        });
      }
      if (about !== undefined) subjectBefore = subject || null;
      return none();
    },
  };
})();
