// Dash is silent when a callback is refused. An ended session leads to the login page; any other refusal is shown.
(function () {
  "use strict";
  const send = window.fetch;

  function csrfHeader() {
    const cookie = document.cookie.split("; ").find((pair) => pair.startsWith("_csrf_token="));
    return cookie ? { "X-CSRFToken": decodeURIComponent(cookie.slice("_csrf_token=".length)) } : {};
  }

  function toLogin() {
    const here = location.pathname + location.search;
    location.assign("/login?next=" + encodeURIComponent(here));
  }

  function show(message) {
    document.querySelector(".callback-failure")?.remove();
    const strip = document.createElement("div");
    strip.className = "callback-failure";
    strip.setAttribute("role", "alert");
    const text = document.createElement("span");
    text.textContent = message;
    const close = document.createElement("button");
    close.className = "button";
    close.type = "button";
    close.textContent = document.documentElement.lang === "en" ? "Close" : "Sluiten";
    close.addEventListener("click", () => strip.remove());
    strip.append(text, close);
    document.body.append(strip);
  }

  function explain(status, body) {
    try {
      const { error } = JSON.parse(body);
      show(error.message + " (" + error.request_id + ")");
    } catch {
      show(String(status));
    }
  }

  window.fetch = async function (...request) {
    const response = await send.apply(this, request);
    const address = new URL(response.url || location.href, location.href);
    if (address.origin !== location.origin || !address.pathname.startsWith("/_dash-")) return response;
    if (response.status < 400) return response;
    const body = await response.text();
    response.text = () => Promise.resolve(body); // Dash reads it twice
    if (response.status === 401) toLogin();
    else explain(response.status, body);
    return response;
  };

  // "Log out" is a link to a page with a button, so that it works anywhere; here it takes one click.
  document.addEventListener("click", async (event) => {
    const link = event.target instanceof Element && event.target.closest('a[href="/logout"]');
    if (!link) return;
    event.preventDefault();
    event.stopPropagation();
    await send("/logout", { method: "POST", headers: csrfHeader() });
    location.assign("/logout");
  }, true);
})();
