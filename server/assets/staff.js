// Makes the pages live. Without it every page still works: forms post, links load.
"use strict";
(() => {
  const events = document.body.dataset.events;
  if (!events) return;

  // Parts marked data-live are taken over from a fresh copy of the same page; what the person
  // is doing (focus, an open list, the place on the page) stays.
  function take(fresh) {
    const focused = document.activeElement;
    const held = focused && focused.id && focused.closest("[data-live]") ? focused.id : null;
    const open = focused && focused.tagName === "SELECT";
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || part.innerHTML === next.innerHTML) continue;
      if (open && part.contains(focused)) continue;
      if (part.querySelector("details[open]")) continue;
      part.replaceChildren(...next.childNodes);
    }
    if (held) document.getElementById(held)?.focus({ preventScroll: true });
    prepare();
  }

  let running = false, again = false;
  async function refresh() {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetch(location.href, { headers: { Accept: "text/html", "X-Visits-By-Itself": "1" } });
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) take(parse(await answer.text()));
    } catch { /* the next event or the minute tries again */ }
    running = false;
    if (again) { again = false; refresh(); }
  }
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");

  // Forms in live parts are sent in place, so the page neither jumps nor flickers.
  document.addEventListener("submit", async (event) => {
    const form = event.target;
    if (!form.closest("[data-live]") || form.method !== "post") return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, event.submitter));
    try {
      await fetch(form.action, { method: "post", body, redirect: "manual" });
      await refresh();
    } catch { form.submit(); }
  });

  function prepare() {
    for (const button of document.querySelectorAll("[data-print]")) {
      button.hidden = false;
      button.onclick = () => window.print();
    }
    for (const alert of document.querySelectorAll("[data-expires]:not([data-timed])")) {
      alert.dataset.timed = "";
      setTimeout(() => alert.remove(), Number(alert.dataset.expires) * 1000);
    }
  }

  new EventSource(events).addEventListener("changed", refresh);
  // Lateness and a kiosk's silence come with time alone.
  setInterval(refresh, 60000);
  prepare();
})();
