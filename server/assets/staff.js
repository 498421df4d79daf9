// Makes the pages live. Without it every page still works: forms post, links load.
"use strict";
(() => {
  const events = document.body.dataset.events;
  if (!events) return;
  const byId = (id) => document.getElementById(id);
  const parse = (text) => new DOMParser().parseFromString(text, "text/html");

  // --- Taking over what changed ---------------------------------------------------------------

  // Parts marked data-live are taken over from a fresh copy of the same page; what the person
  // is doing (focus, an open list or menu, what is half typed, the place on the page) stays.
  function take(fresh) {
    const focused = document.activeElement;
    const held = focused && focused.id && focused.closest("[data-live]") ? focused.id : null;
    const row = focused && focused.closest("[data-row]")?.id;
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || part.source === next.innerHTML) continue;
      const source = next.innerHTML, whole = takeRows(part, next);
      if (whole === undefined) {
        if (isBusy(part)) continue;
        part.replaceChildren(...next.childNodes);
      }
      // A row in which somebody types is asked about again the next time.
      part.source = whole === false ? "" : source;
    }
    if (held && document.activeElement?.id !== held) focusOn(held, row);
    prepare();
  }

  // What the server wrote last, not what a browser made of it (an open menu, a typed word).
  for (const part of document.querySelectorAll("[data-live]")) part.source = part.innerHTML;
  for (const row of document.querySelectorAll("[data-row]")) row.source = row.outerHTML;

  // Somebody is typing or choosing in it.
  function isBusy(part) {
    const focused = document.activeElement;
    if (!focused || !part.contains(focused)) return false;
    return focused.tagName === "SELECT" || (focused.tagName === "INPUT" && focused.type !== "checkbox");
  }

  // A list is taken over row by row: a row that stayed the same is not touched.
  function takeRows(part, next) {
    const body = part.querySelector("tbody"), fresh = next.querySelector("tbody");
    if (!body || !fresh || !fresh.querySelector("[data-row]")) return undefined;
    let whole = true;
    const old = new Map([...body.children].map((row) => [row.id, row]));
    const rows = [...fresh.children].map((row) => {
      const known = old.get(row.id), source = row.outerHTML;
      if (known && known.source === source) return known;
      if (known && isBusy(known)) { whole = false; return known; }
      const open = known && [...known.querySelectorAll("details[open][id]")].map((menu) => menu.id);
      row.source = source;
      for (const id of open ?? []) {
        const menu = row.querySelector("#" + CSS.escape(id));
        if (menu) menu.open = true;
      }
      return row;
    });
    const same = rows.length === body.children.length && rows.every((row, n) => row === body.children[n]);
    if (!same) body.replaceChildren(...rows);
    return whole;
  }

  // The same control, or the next thing to do in the same row.
  function focusOn(id, row) {
    const visit = row ? row.slice(2) : "";
    const found = byId(id) ?? byId("next-" + visit) ?? byId("more-" + visit);
    found?.focus({ preventScroll: true });
  }

  let running = false, again = false;
  async function refresh() {
    if (running) { again = true; return; }
    running = true;
    try {
      const answer = await fetchPage();
      if (answer.redirected) { location.reload(); return; }
      if (answer.ok) {
        const fresh = parse(await answer.text());
        if (isNewDay(fresh)) warn("newDay"); else take(fresh);
      }
    } catch { /* the next event or the minute tries again */ }
    running = false;
    if (again) { again = false; refresh(); }
  }

  // A search has no address: it is asked for again as it was typed.
  function fetchPage() {
    const search = document.querySelector("form.search");
    const asked = search?.dataset.asked ?? search?.elements.q?.defaultValue;
    const headers = { Accept: "text/html", "X-Visits-By-Itself": "1" };
    if (!asked) return fetch(location.href, { headers });
    const body = new URLSearchParams(new FormData(search));
    body.set("q", asked);
    return fetch(search.action, { method: "post", body, headers });
  }

  // --- Forms ----------------------------------------------------------------------------------

  // Forms in live parts are sent in place, so the page neither jumps nor flickers. The answer is
  // one sentence where nothing was done.
  document.addEventListener("submit", async (event) => {
    const form = event.target, button = event.submitter;
    if (form.method !== "post" || "whole" in form.dataset) return;
    if (!(button ?? form).closest("[data-live]")) return;
    event.preventDefault();
    const body = new URLSearchParams(new FormData(form, button));
    const to = button?.hasAttribute("formaction") ? button.formAction : form.action;
    const visit = form.closest("[data-row]")?.id.slice(2) ?? button?.closest("[data-row]")?.id.slice(2);
    try {
      const answer = await fetch(to, {
        method: "post", body, headers: { "x-live": "1" }, redirect: "manual",
      });
      const plain = answer.ok && (answer.headers.get("content-type") ?? "").startsWith("text/plain");
      const sentence = plain ? await answer.text() : "";
      say(sentence);
      // What was typed is done with: its row may be taken over, and its menu closes.
      const at = document.activeElement, menu = button?.closest("details");
      const done = visit && (menu || at?.matches("input, select"));
      if (done && !sentence) menu?.removeAttribute("open");
      if (done) at?.blur();
      await refresh();
      if (done) {
        const next = byId((sentence && at?.id) || "next-" + visit) ?? byId("more-" + visit);
        next?.focus({ preventScroll: true });
      }
    } catch { warn("noConnection"); }
  });

  function say(sentence) {
    const place = byId("said");
    if (!place) return;
    place.replaceChildren();
    if (!sentence) return;
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = sentence;
    place.append(note);
  }

  // --- A page that is not fresh any more says so --------------------------------------------------

  const day = byId("day")?.dataset.day;

  function isNewDay(fresh) {
    const shown = fresh.getElementById("day")?.dataset.day;
    return Boolean(day && shown && shown !== day);
  }

  function warn(what) {
    const place = byId("stale");
    if (!place) return;
    place.querySelector("span").textContent = place.dataset[what];
    place.dataset.why = what;
    place.hidden = false;
  }

  // A new day stays a new day until the page is loaded again.
  function isFine() {
    const place = byId("stale");
    if (place && place.dataset.why !== "newDay") place.hidden = true;
  }

  let lost;
  const source = new EventSource(events);
  source.addEventListener("changed", refresh);
  source.addEventListener("open", () => { clearTimeout(lost); lost = undefined; isFine(); refresh(); });
  // The browser comes back by itself; only what lasts is worth a word.
  source.addEventListener("error", () => {
    lost ??= setTimeout(() => warn("noConnection"), 3000);
    if (source.readyState === EventSource.CLOSED) setTimeout(refresh, 3000);
  });

  // --- The keyboard ---------------------------------------------------------------------------------

  document.addEventListener("keydown", (event) => {
    const at = event.target;
    const typing = at.matches("input, select, textarea");
    if (event.key === "/" && !typing && !event.ctrlKey && !event.altKey && !event.metaKey) {
      const search = byId("search");
      if (search) { event.preventDefault(); search.focus(); search.select(); }
    }
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || typing || !at.closest("[data-row]")) return;
    const actions = [...document.querySelectorAll("[data-row] [id^='next-']")];
    const here = at.closest("[data-row]").querySelector("[id^='next-']");
    const next = actions[actions.indexOf(here) + step];
    if (next) { event.preventDefault(); next.focus(); }
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

  // Lateness and a kiosk's silence come with time alone.
  setInterval(refresh, 60000);
  prepare();
})();
