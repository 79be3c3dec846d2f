// Shows the cards of this site's pages where another site links to them:
// <script src="…/embed.js" async></script>. It stores nothing, and asks no other host.
(() => {
  const base = new URL('.', document.currentScript.src).href;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`:host(postil-card) { position: absolute; z-index: 99999; width: min(22rem, calc(100vw - 1rem)) }
article { border: 1px solid; border-top-width: 4px; padding: .75rem; background: Canvas; color: CanvasText; font: 15px/1.4 system-ui }
p, dl, dd { margin: 0 0 .25rem } dl div { display: flex; gap: .5em }
.k, .s, dt { font-size: 13px; opacity: .8 } .n { font-size: 17px; font-weight: 650 }
img { float: inline-end; width: 72px; height: auto; margin-inline-start: .5rem }
button { width: 24px; height: 24px; margin-inline-start: .25em; padding: 0; border: 1px solid; border-radius: 50%; background: none; color: inherit; font: 600 12px system-ui }`);
  const cards = {};
  let link, box, timer;

  // The page that a link leads to, where that page has a card.
  const pageOf = (link, page = link?.href?.split?.(/[?#]/)[0]) =>
    page?.startsWith(base) && /^(entities|briefs|claims)\/[^/]+\/$/.test(page.slice(base.length)) ? page : '';

  const cardOf = page => cards[page] ??= fetch(page + 'card.json', { credentials: 'omit' })
    .then(answer => answer.json())
    .then(card => card.format === 'postil-card' && card)
    .catch(() => { delete cards[page]; });

  function add(parent, name, text, kind = '', language) {
    const made = document.createElement(name);
    if (text) made.textContent = text;
    made.className = kind;
    made.dir = 'auto';
    if (language) made.lang = language;
    return parent.appendChild(made);
  }

  function shadow(host) {
    const root = host.attachShadow({ mode: 'open' });
    root.adoptedStyleSheets = [sheet];
    return root;
  }

  async function show(chosen) {
    close();
    link = chosen;
    const page = pageOf(link);
    const card = await cardOf(page);
    // The reader may have gone on meanwhile.
    if (!card || link !== chosen || box) return;
    box = add(document.body, 'postil-card');
    const article = add(shadow(box), 'article');
    article.lang = card.site_language;
    const picture = card.picture && new URL(card.picture.address, page).href;
    if (picture?.startsWith(base)) {
      const image = add(article, 'img');
      image.alt = card.picture.alt;
      image.onload = place;
      image.src = picture;
    }
    add(article, 'p', card.kind.label, 'k');
    add(article, 'p', card.name, 'n', card.language);
    if (card.summary) add(article, 'p', card.summary, '', card.language);
    const list = add(article, 'dl');
    for (const { label, words, language } of card.facts) {
      const row = add(list, 'div');
      add(row, 'dt', label);
      add(row, 'dd', words, '', language);
    }
    add(article, 'p', card.site, 's');
    link.setAttribute('aria-description', article.innerText);
    box.onpointerenter = () => clearTimeout(timer);
    box.onpointerleave = () => later(close);
    place();
  }

  // Below the link, above it where there is no room, never outside the window.
  function place() {
    const at = link.getClientRects()[0];
    const { width, height } = box.getBoundingClientRect();
    const isAbove = at.bottom + height > innerHeight - 4 && at.top > height + 4;
    const left = Math.max(8, Math.min(at.left, document.documentElement.clientWidth - width - 8));
    box.style.left = `${scrollX + left}px`;
    box.style.top = `${scrollY + (isAbove ? at.top - height - 4 : at.bottom + 4)}px`;
  }

  function close() {
    clearTimeout(timer);
    link?.removeAttribute('aria-description');
    box?.remove();
    link = box = null;
  }

  function later(act) {
    clearTimeout(timer);
    timer = setTimeout(act, 300);
  }

  // On a touch screen the first tap follows a link: a button beside it opens the card.
  function addButtons() {
    for (const near of document.links) {
      if (!pageOf(near) || near.nextSibling?.localName === 'postil-button') continue;
      const host = document.createElement('postil-button');
      const button = add(shadow(host), 'button', 'i');
      button.ariaLabel = 'About ' + near.textContent;
      button.onclick = () => (link === near ? close() : show(near));
      near.after(host);
    }
  }

  const on = (type, act) => addEventListener(type, event => {
    const near = event.target.closest?.('a');
    if (event.pointerType !== 'touch') act(pageOf(near) && near, event);
  });
  on('pointerover', near => near && (near === link ? clearTimeout(timer) : later(() => show(near))));
  on('pointerout', near => near && later(close));
  on('focusin', near => near?.matches?.(':focus-visible') && later(() => show(near)));
  on('focusout', near => near && close());
  on('keydown', (near, { key }) => key === 'Escape' && close());
  addEventListener('click', event => event.composedPath().some(({ localName }) => /^postil-/.test(localName)) || close());
  if (matchMedia('(hover: none)').matches) {
    addButtons();
    addEventListener('load', addButtons);
  }
})();
