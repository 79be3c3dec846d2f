// The preview's script: hears of new builds, loads the page again without losing the place,
// and shows what is wrong. Whatever comes from the site is set as text, never as HTML.
(() => {
  "use strict";
  const own = document.currentScript;
  const shown = { page: own.dataset.page, version: own.dataset.version };
  const at = location.pathname;
  const placeKey = `postil-place:${at}`;
  const dismissedKey = "postil-dismissed";
  const query = (values) => new URLSearchParams({ at, ...values });

  // The place

  function keepPlace() {
    const visible = (element) => {
      const box = element.getBoundingClientRect();
      return box.height > 0 && box.top >= 0 && box.top < innerHeight;
    };
    const anchor = [...document.querySelectorAll("[id]")].find(visible);
    const place = { y: scrollY, x: scrollX, since: shown.version };
    if (anchor) {
      place.id = anchor.id;
      place.top = anchor.getBoundingClientRect().top;
    }
    try {
      sessionStorage.setItem(placeKey, JSON.stringify(place));
      history.scrollRestoration = "manual";
    } catch {
      // Without storage the browser keeps the place by itself, nearly.
    }
  }

  function takePlace() {
    try {
      const place = JSON.parse(sessionStorage.getItem(placeKey));
      sessionStorage.removeItem(placeKey);
      return place;
    } catch {
      return null;
    }
  }

  function restorePlace(place) {
    const scroll = (x, y) => scrollTo({ left: x, top: y, behavior: "instant" });
    scroll(place.x, place.y);
    const anchor = place.id && document.getElementById(place.id);
    // At the very top the top stays, whatever came in there.
    if (anchor && place.y > 0) {
      scroll(place.x, scrollY + anchor.getBoundingClientRect().top - place.top);
    }
    history.scrollRestoration = "auto";
  }

  function reveal(id) {
    const element = id && document.getElementById(id);
    if (!element) {
      return;
    }
    const box = element.getBoundingClientRect();
    if (box.bottom <= 0 || box.top >= innerHeight) {
      element.scrollIntoView({ block: "center", behavior: "instant" });
    }
    if (!matchMedia("(prefers-reduced-motion: reduce)").matches) {
      element.animate([{ outline: "2px solid #d9a300" }, { outline: "2px solid transparent" }], 1200);
    }
  }

  function loadAgain() {
    keepPlace();
    location.reload();
  }

  // A stylesheet takes the place of another when it has arrived: no flash without any.
  function swapStyle({ from, to, page, version }) {
    shown.page = page;
    shown.version = version;
    for (const link of document.querySelectorAll('link[rel~="stylesheet"]')) {
      const url = new URL(link.href);
      if (!url.pathname.endsWith(`/${from}`) || link.dataset.leaving) {
        continue;
      }
      url.pathname = url.pathname.slice(0, -from.length) + to;
      url.search = `?${version}`;
      const next = link.cloneNode();
      link.dataset.leaving = "yes";
      next.href = url.href;
      next.onload = next.onerror = () => link.remove();
      link.after(next);
    }
  }

  // The editor

  let origin = {};

  function editLink(target) {
    for (let element = target; element; element = element.parentElement) {
      if (element.id && Object.hasOwn(origin.places ?? {}, element.id)) {
        return origin.places[element.id];
      }
    }
    return origin.edit;
  }

  addEventListener("click", (event) => {
    const link = event.altKey && event.target instanceof Element && editLink(event.target);
    if (link) {
      event.preventDefault();
      event.stopPropagation();
      location.assign(link);
    }
  }, true);

  // Tray and panel

  const make = (name, values = {}, ...children) => {
    const element = Object.assign(document.createElement(name), values);
    element.append(...children.filter(Boolean));
    return element;
  };
  const host = make("postil-preview");
  const root = host.attachShadow({ mode: "open" });
  const tray = make("div", { className: "tray", hidden: true });
  const panel = make("section", { className: "panel", hidden: true, tabIndex: -1 });
  panel.setAttribute("role", "dialog");
  panel.setAttribute("aria-label", "What is wrong with the site");
  const status = make("span", { hidden: true });
  status.setAttribute("role", "status");
  const counter = make("button", { type: "button", hidden: true });
  counter.setAttribute("aria-expanded", "false");
  const editor = make("a", { textContent: "Edit", hidden: true, title: "Alt and a click open a paragraph" });
  tray.append(status, counter, editor);
  root.append(make("link", { rel: "stylesheet", href: new URL("preview.css", own.src).href }), panel, tray);

  let faults = { errors: 0, warnings: 0, items: [], more: 0 };
  let focusBefore = null;

  const plural = (count, word) => (count ? `${count} ${word}${count === 1 ? "" : "s"}` : "");
  const summary = () => [plural(faults.errors, "error"), plural(faults.warnings, "warning")].filter(Boolean).join(", ");
  const signature = () => JSON.stringify(faults.items.map((item) => [item.code, item.message, item.place]));

  function item(fault) {
    const head = make("h3", {}, make("b", { textContent: fault.severity }), `: ${fault.message}`);
    const place = fault.edit
      ? make("a", { href: fault.edit, textContent: fault.place })
      : make("span", { textContent: fault.place });
    const code = fault.code ? `postil explain ${fault.code}` : "";
    return make("li", { className: fault.severity }, head,
      fault.place && make("p", {}, place),
      fault.text && make("pre", { textContent: fault.text, tabIndex: 0 }),
      code && make("p", { textContent: code }));
  }

  function open(takesFocus) {
    const close = make("button", { type: "button", textContent: "Close" });
    close.addEventListener("click", () => dismiss());
    const stale = faults.errors > 0 && make("p", { textContent: "Below is the last good page. It changes when the errors are mended." });
    const more = faults.more > 0 && make("p", { textContent: `and ${faults.more} more` });
    panel.replaceChildren(
      make("div", { className: "head" }, make("h2", { textContent: summary() }), close),
      ...[stale, make("ol", {}, ...faults.items.map(item)), more].filter(Boolean));
    const opens = panel.hidden;
    panel.hidden = false;
    counter.setAttribute("aria-expanded", "true");
    const typing = document.activeElement?.matches?.("input, textarea, select, [contenteditable]");
    if (opens && (takesFocus || !typing)) {
      focusBefore = root.activeElement ?? document.activeElement;
      panel.focus({ preventScroll: true });
    }
  }

  function close() {
    const hadFocus = panel.contains(root.activeElement);
    panel.hidden = true;
    counter.setAttribute("aria-expanded", "false");
    if (hadFocus) {
      (focusBefore?.isConnected ? focusBefore : counter).focus?.({ preventScroll: true });
    }
  }

  // What was closed stays closed until something else is wrong.
  function dismiss() {
    try {
      sessionStorage.setItem(dismissedKey, signature());
    } catch {
      // Then it opens again with the next page.
    }
    close();
  }

  function isDismissed() {
    try {
      return sessionStorage.getItem(dismissedKey) === signature();
    } catch {
      return false;
    }
  }

  function drawTray() {
    counter.textContent = summary();
    counter.hidden = !summary();
    counter.className = faults.errors ? "error" : "warning";
    editor.hidden = !origin.edit;
    if (origin.edit) {
      editor.href = origin.edit;
    }
    tray.hidden = counter.hidden && editor.hidden && status.hidden;
    if (!host.isConnected) {
      document.documentElement.append(host);
    }
  }

  function show(found) {
    faults = found;
    drawTray();
    if (faults.errors > 0 && !isDismissed()) {
      open(false);
    } else if (!summary() || faults.errors === 0) {
      close();
    }
  }

  counter.addEventListener("click", () => (panel.hidden ? open(true) : dismiss()));
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !panel.hidden) {
      dismiss();
    }
  });

  // The connection

  let source = null;
  let resting = 0;

  function say(words) {
    status.textContent = words;
    status.hidden = !words;
    drawTray();
  }

  function listen() {
    clearTimeout(resting);
    if (source) {
      return;
    }
    source = new EventSource(new URL(`events?${query({ page: shown.page, since: shown.version })}`, own.src));
    source.addEventListener("open", () => say(""));
    source.addEventListener("faults", (event) => show(JSON.parse(event.data)));
    source.addEventListener("style", (event) => swapStyle(JSON.parse(event.data)));
    source.addEventListener("reload", loadAgain);
    source.addEventListener("error", () => {
      rest();
      say("The preview has ended; waiting for it");
      resting = setTimeout(listen, 1000);
    });
  }

  function rest() {
    source?.close();
    source = null;
  }

  // A browser opens few connections to one server: pages that nobody sees give theirs up.
  document.addEventListener("visibilitychange", () => {
    clearTimeout(resting);
    if (document.hidden) {
      resting = setTimeout(rest, 30000);
    } else {
      listen();
    }
  });
  addEventListener("pagehide", rest);
  addEventListener("pageshow", listen);

  const place = takePlace();
  if (place) {
    restorePlace(place);
  }
  listen();
  fetch(new URL(`page?${query({ since: place?.since ?? shown.version })}`, own.src))
    .then((response) => response.json())
    .then((found) => {
      origin = found;
      drawTray();
      reveal(found.edited);
    })
    .catch(() => {});
})();
