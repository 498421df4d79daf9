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
    const before = aims(), focused = document.activeElement;
    const held = focused && focused.id && focused.closest("[data-live]") ? focused.id : null;
    const row = focused && focused.closest("[data-row]")?.id;
    for (const part of document.querySelectorAll("[data-live]")) {
      const next = fresh.getElementById(part.id);
      if (!next || part.source === next.innerHTML) continue;
      const source = next.innerHTML, whole = takeRows(part, next);
      if (whole === undefined) {
        if (isBusy(part)) continue;
        keepTyped(part, next);
        part.replaceChildren(...next.childNodes);
      }
      // A row in which somebody types is asked about again the next time.
      part.source = whole === false ? "" : source;
    }
    if (held && document.activeElement?.id !== held) focusOn(held, row);
    if (!acting) noteChanges(before, aims());
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
      if (known) keepTyped(known, row);
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

  // What was typed and not sent yet stays in the same field of the same form.
  function keepTyped(old, fresh) {
    const all = (part) => [...part.querySelectorAll("input:not([type=hidden]), select")];
    const action = (field) => field.form?.getAttribute("action");
    for (const field of all(old).filter(isTyped)) {
      const same = all(fresh).find((one) => one.name === field.name && action(one) === action(field));
      if (!same || (same.options && ![...same.options].some((one) => one.value === field.value))) continue;
      same.value = field.value;
      same.checked = field.checked;
    }
  }

  function isTyped(field) {
    if (field.options) return [...field.options].some((one) => one.selected !== one.defaultSelected);
    return field.value !== field.defaultValue || field.checked !== field.defaultChecked;
  }

  // The same control, or the next thing to do in the same row.
  function focusOn(id, row) {
    const visit = row ? row.slice(2) : "";
    const found = byId(id) ?? byId("next-" + visit) ?? byId("more-" + visit);
    found?.focus({ preventScroll: true });
  }

  // One after the other: whoever asks meanwhile gets what was read after they asked.
  let current, following;
  function refresh() {
    if (current) {
      return following ??= current.then(() => { following = undefined; return refresh(); });
    }
    return current = look().finally(() => { current = undefined; });
  }

  let later;
  async function look() {
    clearTimeout(later);
    try {
      const page = await fetchPage();
      if (page.status >= 500) throw new Error("no page");
      // What a form was answered with has no address to ask for it again: it stays as it is, and
      // who needs somebody at once comes from a page of its own.
      const answer = page.ok ? page : await ask("/alarms");
      // To be loaded again, such a page would send its form again.
      if (answer.redirected) { location.replace(answer.url); return; }
      if (!answer.ok) throw new Error("no page");
      isFine();
      const fresh = parse(await answer.text());
      await released();
      if (isNewDay(fresh)) warn("newDay"); else take(fresh);
    } catch { later = setTimeout(refresh, 5000); }
  }

  // A search has no address: it is asked for again as it was typed.
  function fetchPage() {
    const search = document.querySelector("form.search");
    const asked = search?.dataset.asked ?? search?.elements.q?.defaultValue;
    if (!asked) return ask(location.href);
    const body = new URLSearchParams(new FormData(search));
    body.set("q", asked);
    return ask(search.action, { method: "post", body });
  }

  function ask(address, how) {
    const headers = { Accept: "text/html", "X-Visits-By-Itself": "1" };
    // Without an end, a call that hangs would keep the page still for good.
    return fetch(address, { ...how, headers, signal: AbortSignal.timeout(15000) });
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
    acting++;
    try {
      const answer = await fetch(to, {
        method: "post", body, headers: { "x-live": "1" }, redirect: "manual", signal: AbortSignal.timeout(20000),
      });
      const isAnswer = answer.ok || answer.type === "opaqueredirect";
      // The server's own page says what is the matter where there is no place for a sentence.
      if (!isAnswer && !place()) { form.dataset.whole = ""; form.requestSubmit(button); return; }
      const plain = answer.ok && (answer.headers.get("content-type") ?? "").startsWith("text/plain");
      await settle(form, button, isAnswer ? plain && await answer.text() : place().dataset.notAnswered);
    } catch {
      say(place()?.dataset.notAnswered);
      warn("noConnection");
    } finally { acting--; }
  });

  // Afterwards the page is shown as it is now, and the focus goes to what comes next.
  async function settle(form, button, sentence) {
    const row = form.closest("[data-row]") ?? button?.closest("[data-row]"), visit = row?.id.slice(2);
    say(sentence);
    // What was typed is done with: its row may be taken over, and its menu closes.
    const at = document.activeElement, menu = button?.closest("details");
    const done = visit && (menu || at?.matches("input, select"));
    if (visit && !sentence) form.reset();
    if (done && !sentence) menu?.removeAttribute("open");
    if (done) at?.blur();
    await refresh();
    if (done) {
      const next = byId((sentence && at?.id) || "next-" + visit) ?? byId("more-" + visit);
      next?.focus({ preventScroll: true });
    }
  }

  const place = () => byId("said");

  function say(sentence) {
    place()?.replaceChildren();
    if (!sentence) return;
    const note = document.createElement("p");
    note.className = "note";
    note.textContent = sentence;
    place()?.append(note);
  }

  // --- Pressing what is there ---------------------------------------------------------------------

  // A button that is held down stays where it is: taken over meanwhile, it would never be pressed.
  let isHeld = false, onRelease = [];
  const hold = () => { isHeld = true; };
  // The click comes after the release.
  const release = () => setTimeout(() => {
    isHeld = false;
    for (const go of onRelease.splice(0)) go();
  });
  const released = () => isHeld && new Promise((go) => { onRelease.push(go); setTimeout(go, 3000); });
  addEventListener("pointerdown", hold, true);
  addEventListener("keydown", (event) => { if (event.key === " " || event.key === "Enter") hold(); }, true);
  for (const end of ["pointerup", "pointercancel", "keyup"]) addEventListener(end, release, true);
  addEventListener("blur", release);

  // Rows move and their next step changes when others act. What came under the pointer or the
  // keyboard a moment ago, nobody has read yet: such a press does nothing and says so.
  const READ_IN = 400, NEAR = 20;
  const never = { at: -Infinity, x: 0, y: 0 }, changed = { pointer: never, focus: never };
  let acting = 0, pointer = never;
  const follow = (event) => { pointer = { x: event.clientX, y: event.clientY }; };
  addEventListener("pointermove", follow, { capture: true, passive: true });

  function aims() {
    const means = (at) => {
      const button = at?.closest("button, a");
      return button && [button.closest("[data-row]")?.id, button.formAction, button.value, button.textContent].join();
    };
    const under = document.elementFromPoint(pointer.x, pointer.y);
    return { pointer: means(under), focus: means(document.activeElement) };
  }

  function noteChanges(before, after) {
    for (const by of ["pointer", "focus"]) {
      if (before[by] !== after[by]) changed[by] = { ...pointer, at: performance.now() };
    }
  }

  document.addEventListener("click", (event) => {
    if (!event.target.closest("[data-live] button")) return;
    const isKey = event.detail === 0, { at, x, y } = isKey ? changed.focus : changed.pointer;
    const isThere = isKey || Math.hypot(event.clientX - x, event.clientY - y) < NEAR;
    // The second click of two belongs to what was there at the first.
    if (event.detail > 1) event.preventDefault();
    else if (isThere && performance.now() - at < READ_IN) { event.preventDefault(); say(place()?.dataset.justChanged); }
  }, true);

  // A key that is kept down is pressed once.
  document.addEventListener("keydown", (event) => {
    if (event.repeat && event.key === "Enter" && event.target.closest("button")) event.preventDefault();
  }, true);

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
  function listen() {
    const source = new EventSource(events);
    source.addEventListener("changed", refresh);
    source.addEventListener("open", () => { clearTimeout(lost); lost = undefined; isFine(); refresh(); });
    // The browser comes back by itself, unless something in between answered for the server. Only
    // what lasts is worth a word.
    source.addEventListener("error", () => {
      lost ??= setTimeout(() => warn("noConnection"), 3000);
      if (source.readyState === EventSource.CLOSED) setTimeout(() => { refresh(); listen(); }, 3000);
    });
  }

  // --- Somebody needs to talk -----------------------------------------------------------------------

  // Two soft notes as long as nobody has taken it: gentle, because families sit near the screen.
  // More often when nobody went in time.
  const SOUND_EVERY = 20000, LATE_EVERY = 8000;
  const SILENT = "visits-silent", SILENT_FOR = 600000;
  let sounds, soundedAt = -Infinity, sounded = 0;
  const waiting = () => [...document.querySelectorAll("[data-alarm]")];
  const isLate = (alarm) => "late" in alarm.dataset;

  // Silence is for those that were heard, and ends by itself. Another one sounds, and so does one
  // to which nobody has gone.
  function isSilenced(alarm) {
    if (isLate(alarm)) return false;
    try {
      const { talks, until } = JSON.parse(localStorage.getItem(SILENT)), left = until - Date.now();
      return talks.includes(alarm.dataset.alarm) && left > 0 && left <= SILENT_FOR;
    } catch { return false; }
  }

  function silence() {
    const talks = waiting().map((alarm) => alarm.dataset.alarm);
    const silent = JSON.stringify({ talks, until: Date.now() + SILENT_FOR });
    try { localStorage.setItem(SILENT, silent); } catch { /* it sounds */ }
  }

  function soundAgain() {
    try { localStorage.removeItem(SILENT); } catch { /* it sounds */ }
  }

  function note(at, pitch) {
    const tone = sounds.createOscillator(), volume = sounds.createGain();
    tone.type = "sine";
    tone.frequency.value = pitch;
    volume.gain.setValueAtTime(0, at);
    volume.gain.linearRampToValueAtTime(0.12, at + 0.08);
    volume.gain.linearRampToValueAtTime(0, at + 0.9);
    tone.connect(volume).connect(sounds.destination);
    tone.start(at);
    tone.stop(at + 1);
  }

  function sound() {
    const heard = waiting().filter((alarm) => !isSilenced(alarm));
    if (heard.length === 0) { soundedAt = -Infinity; return; }
    const every = heard.some(isLate) ? LATE_EVERY : SOUND_EVERY;
    if (performance.now() - soundedAt < every) return;
    try { sounds ??= new AudioContext(); } catch { return; }
    // A browser that nobody has touched yet may not sound, and the page says so.
    if (sounds.state !== "running") { sounds.resume().then(sound, () => {}); sayIfSilent(); return; }
    soundedAt = performance.now();
    note(sounds.currentTime, 523);
    note(sounds.currentTime + 0.45, 659);
    document.body.dataset.sounded = String(++sounded);
    sayIfSilent();
  }

  function sayIfSilent() {
    const alarms = waiting(), isAnyLate = alarms.some(isLate);
    const isSilent = alarms.length > 0 && alarms.every(isSilenced);
    const isHindered = alarms.length > 0 && sounds?.state === "suspended";
    for (const place of document.querySelectorAll("[data-sound]")) {
      const [text, button] = [place.querySelector("span"), place.querySelector("button")];
      const { sounds: does, late, silent, press } = place.dataset;
      text.textContent = isSilent ? silent : isHindered ? press : isAnyLate ? late : does;
      button.textContent = isSilent ? button.dataset.again : button.dataset.silence;
      button.hidden = alarms.length === 0 || isAnyLate;
      button.onclick = () => {
        if (isSilent) soundAgain(); else silence();
        sayIfSilent();
        sound();
      };
      place.hidden = false;
    }
  }

  for (const touch of ["pointerdown", "keydown"]) {
    addEventListener(touch, () => { if (sounds?.state === "suspended") sounds.resume().then(sound, () => {}); });
  }
  setInterval(sound, 1000);

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
    sayIfSilent();
    sound();
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
  listen();
})();
