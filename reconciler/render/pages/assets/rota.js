// What a page can only know in the browser: the time now, the reader's zone, and what the reader wants to see.
"use strict";

(() => {
  const zone = document.body.dataset.zone;
  const mine = Intl.DateTimeFormat().resolvedOptions().timeZone || zone;
  const formats = new Map();

  function read(instant, timeZone) {
    if (!formats.has(timeZone)) {
      formats.set(timeZone, new Intl.DateTimeFormat("en-GB", {
        timeZone, hourCycle: "h23", weekday: "short", day: "numeric", month: "short", year: "numeric",
        hour: "2-digit", minute: "2-digit",
      }));
    }
    const parts = {};
    for (const { type, value } of formats.get(timeZone).formatToParts(instant)) parts[type] = value;
    parts.month = parts.month.slice(0, 3); // "Sept" in some browsers
    return { day: `${parts.weekday} ${parts.day} ${parts.month}`, clock: `${parts.hour}:${parts.minute}`, year: parts.year };
  }

  function moment(instant, timeZone) {
    const { day, clock } = read(instant, timeZone);
    return `${day} ${clock}`;
  }

  function date(instant, timeZone) {
    return new Intl.DateTimeFormat("sv-SE", { timeZone, dateStyle: "short" }).format(instant);
  }

  function element(name, className, text) {
    const made = document.createElement(name);
    if (className) made.className = className;
    made.textContent = text;
    return made;
  }

  // The reader's own clock in brackets, wherever it shows another time than the rota's.
  function ownTimes() {
    let differs = false;
    for (const when of document.querySelectorAll(".when")) {
      const stamps = [...when.querySelectorAll("time")].map((time) => new Date(time.dateTime));
      if (!stamps.some((at) => moment(at, mine) !== moment(at, when.dataset.zone))) continue;
      differs = true;
      when.append(element("span", "own", ` (${between(stamps, when.dataset.zone, mine)})`));
    }
    const note = document.getElementById("yours");
    if (differs) {
      note.querySelector("span").textContent = mine;
      note.hidden = false;
    }
  }

  // Clock times, with the day where it is another one than in the rota's zone or than the one before.
  function between(stamps, theirs, timeZone) {
    let day = read(stamps[0], theirs).day;
    return stamps.map((at) => {
      const told = read(at, timeZone);
      const text = told.day === day ? told.clock : `${told.day} ${told.clock}`;
      day = told.day;
      return text;
    }).join(" – ");
  }

  function shiftsOf() {
    const data = document.getElementById("shifts");
    return data ? JSON.parse(data.textContent) : null;
  }

  // Shifts of one person that touch are one stretch.
  function joined(shifts) {
    const out = [];
    for (const [start, end, key, name, tone] of shifts) {
      const last = out[out.length - 1];
      if (last && last.key === key && last.name === name && last.end.getTime() === Date.parse(start)) {
        last.end = new Date(end);
      } else {
        out.push({ start: new Date(start), end: new Date(end), key, name, tone });
      }
    }
    return out;
  }

  // Without the day where it is today; kept together on one line.
  function near(at, now, timeZone) {
    const [one, other] = [read(at, timeZone), read(now, timeZone)];
    let text = one.day === other.day && one.year === other.year ? one.clock : moment(at, timeZone);
    const own = read(at, mine);
    if (moment(at, mine) !== moment(at, timeZone)) {
      text += ` (${own.day === one.day ? own.clock : moment(at, mine)})`;
    }
    return text.replaceAll(" ", "\u00a0");
  }

  function then(held, next, now, timeZone) {
    if (!held) return next ? `from ${near(next.start, now, timeZone)} ${next.name}` : "nobody is next in these weeks";
    const until = `until ${near(held.end, now, timeZone)}`;
    if (!next) return until;
    if (next.key === held.key && next.name === held.name) return `${until}, again from ${near(next.start, now, timeZone)}`;
    const since = next.start > held.end ? ` from ${near(next.start, now, timeZone)}` : "";
    return `${until}, then ${next.name}${since}`;
  }

  function fillCard(card, rota, now) {
    const line = joined(rota.shifts);
    const held = line.find((s) => s.start <= now && now < s.end);
    const next = line.find((s) => s.start > now && (!held || s.start >= held.end));
    card.hidden = false;
    card.className = `card tone-${held ? held.tone : 0}`;
    const holder = card.querySelector(".holder");
    holder.textContent = held ? held.name : "nobody";
    holder.classList.toggle("nobody", !held);
    card.querySelector(".then").textContent = then(held, next, now, rota.zone);
  }

  function showNow(data) {
    const now = new Date();
    const today = date(now, zone);
    if (data) {
      const known = new Date(data.start) <= now && now < new Date(data.end);
      for (const card of document.querySelectorAll("[data-card]")) {
        const rota = data.rotas[card.dataset.card];
        if (rota && known) fillCard(card, rota, now);
        for (const line of rota ? card.querySelectorAll("p") : []) line.hidden = !known;
      }
      const stale = document.getElementById("stale");
      if (stale) stale.hidden = known;
      const clock = document.getElementById("clock");
      if (clock && known) clock.textContent = `${moment(now, zone)} ${zone}`;
    }
    for (const day of document.querySelectorAll("[data-date]")) {
      const is = day.dataset.date === today;
      if (is) day.setAttribute("aria-current", "date");
      else day.removeAttribute("aria-current");
      day.querySelector(".today-badge").hidden = !is;
    }
    for (const spot of document.querySelectorAll("[data-start]")) {
      const on = new Date(spot.dataset.start) <= now && now < new Date(spot.dataset.end);
      spot.classList.toggle("on", on);
      const badge = spot.querySelector(".now-badge");
      if (badge) badge.hidden = !on;
    }
    thisWeek(today);
  }

  // Of the weeks on the first page the one that it is now; all of them where it is none.
  function thisWeek(today) {
    const weeks = [...document.querySelectorAll(".a-week")];
    const present = weeks.find((week) => week.dataset.from <= today && today <= week.dataset.to);
    for (const week of weeks) week.hidden = Boolean(present) && week !== present;
    const { first, last } = document.body.dataset;
    if (today < first || last < today) return;
    const monday = new Date(`${today}T12:00:00Z`);
    monday.setUTCDate(monday.getUTCDate() - ((monday.getUTCDay() + 6) % 7));
    const pages = { week: `week-${monday.toISOString().slice(0, 10)}.html`, month: `month-${today.slice(0, 7)}.html` };
    for (const link of document.querySelectorAll("[data-this]")) {
      link.setAttribute("href", pages[link.dataset.this] + hash());
    }
  }

  // Filters: what is chosen stands behind the # of the address, so that it can be kept and sent.
  const chosen = { rota: new Set(), person: new Set() };

  function readHash() {
    const given = new URLSearchParams(location.hash.slice(1));
    for (const kind of Object.keys(chosen)) {
      const known = [...document.querySelectorAll(`[data-filter="${kind}"] [data-key]`)].map((b) => b.dataset.key);
      chosen[kind] = new Set((given.get(kind) || "").split(",").filter((key) => known.includes(key)));
    }
  }

  function hash() {
    const kept = Object.entries(chosen).filter(([, keys]) => keys.size);
    return kept.length ? "#" + kept.map(([kind, keys]) => `${kind}=${[...keys].join(",")}`).join("&") : "";
  }

  function apply() {
    for (const kind of Object.keys(chosen)) {
      for (const button of document.querySelectorAll(`[data-filter="${kind}"] [data-key]`)) {
        button.setAttribute("aria-pressed", String(chosen[kind].has(button.dataset.key)));
      }
      for (const spot of document.querySelectorAll(`main [data-${kind}]`)) {
        spot.hidden = chosen[kind].size > 0 && !chosen[kind].has(spot.dataset[kind]);
      }
    }
    for (const link of document.querySelectorAll("a[data-keep]")) {
      link.setAttribute("href", link.getAttribute("href").split("#")[0] + hash());
    }
    const clear = document.getElementById("clear");
    if (clear) clear.hidden = hash() === "";
  }

  function toggles() {
    const filters = document.querySelector(".filters");
    if (!filters) return;
    for (const link of filters.querySelectorAll("a[data-key]")) {
      const button = element("button", link.className, link.textContent);
      button.type = "button";
      button.dataset.key = link.dataset.key;
      const kind = link.closest("[data-filter]").dataset.filter;
      button.addEventListener("click", () => {
        const keys = chosen[kind];
        if (!keys.delete(button.dataset.key)) keys.add(button.dataset.key);
        history.replaceState(null, "", location.pathname + hash());
        apply();
      });
      link.replaceWith(button);
    }
    const clear = element("button", "", "Show everything");
    clear.type = "button";
    clear.id = "clear";
    clear.addEventListener("click", () => {
      for (const keys of Object.values(chosen)) keys.clear();
      history.replaceState(null, "", location.pathname);
      apply();
      filters.querySelector("summary").focus();
    });
    filters.append(clear);
    readHash();
    filters.open = hash() !== "";
    apply();
    window.addEventListener("hashchange", () => { readHash(); apply(); });
  }

  const data = shiftsOf();
  ownTimes();
  toggles();
  showNow(data);
  setInterval(() => showNow(data), 20000);
  document.addEventListener("visibilitychange", () => showNow(data)); // timers sleep with the machine
})();
