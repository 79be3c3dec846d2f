// Checks of one page in the browser.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import zlib from 'node:zlib';

export const AXE = fs.readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const RULES = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

export const DESKTOP = { width: 1280, height: 900 };
export const PHONE = { width: 390, height: 844 };
const NARROW = { width: 320, height: 640 };

/**
 * A tab that reports what goes wrong in it: errors on the console, requests to other hosts, answers
 * other than 200. Requests to the site's published address are answered by the server too.
 */
export async function openTab(browser, site, report, options = {}) {
  const context = await browser.newContext({ viewport: DESKTOP, reducedMotion: 'reduce', ...options });
  const page = await context.newPage();
  const place = () => page.url().replace(site.local, '') || '/';
  const published = new URL(site.url).origin;
  await page.route(url => url.origin === published, async route => {
    const address = route.request().url().replace(published, site.origin);
    await route.fulfill({ response: await route.fetch({ url: address, maxRedirects: 0 }) });
  });
  await page.route(url => ![published, site.origin].includes(url.origin) && /^http/.test(url.protocol), route => {
    report(place(), `a request to another host: ${route.request().url()}`);
    return route.abort();
  });
  page.on('pageerror', error => report(place(), `a script failed: ${error.message}`));
  page.on('console', message => {
    const expected = message.text().includes('404') && message.location().url.includes('no-such-page');
    if (message.type() === 'error' && !expected) report(place(), `on the console: ${message.text()}`);
  });
  page.on('response', response => {
    const expected = response.url().includes('no-such-page') ? 404 : 200;
    if (response.status() !== expected) report(place(), `${response.url()} is ${response.status()}`);
  });
  page.on('requestfailed', request => {
    // A page that is left takes its open requests with it.
    const words = request.failure()?.errorText;
    if (words !== 'net::ERR_ABORTED') report(place(), `${request.url()} failed: ${words}`);
  });
  return page;
}

/** Everything that is held of one page, in the open tab and in one without scripts. */
export async function checkPage(page, scriptless, address, name, report) {
  const say = words => report(name, words);
  await page.setViewportSize(DESKTOP);
  await page.emulateMedia({ media: 'screen', colorScheme: 'light' });
  await page.goto(address, { waitUntil: 'load' });
  await page.evaluate(AXE);
  for (const fault of await page.evaluate(headingFaults)) say(fault);
  await checkAccess(page, 'light, 1280 px', say);
  await page.emulateMedia({ colorScheme: 'dark' });
  await checkAccess(page, 'dark, 1280 px', say);
  await page.setViewportSize(PHONE);
  await page.emulateMedia({ colorScheme: 'light' });
  await checkAccess(page, 'light, 390 px', say);
  await checkWidths(page, say);
  await checkPrint(page, say);
  await page.emulateMedia({ media: 'screen' });
  await checkWithoutScripts(page, scriptless, address, say);
}

export async function checkAccess(page, state, say) {
  // A colour on its way from one theme to the other is not what a reader sees.
  await page.evaluate(() => document.getAnimations().forEach(animation => animation.finish()));
  const { violations } = await page.evaluate(tags => axe.run({ runOnly: { type: 'tag', values: tags } }), RULES);
  for (const violation of violations) {
    const nodes = violation.nodes.slice(0, 3).map(node => `${node.target.join(' ')}: ${node.failureSummary}`);
    say(`${violation.id} (${state}, ${violation.nodes.length} places): ${violation.help}\n    ${nodes.join('\n    ').replace(/\n\s*/g, '\n    ')}`);
  }
}

/** Nothing needs sideways scrolling, but what scrolls in a box of its own; and what links lead to has a place. */
export async function checkWidths(page, say) {
  for (const viewport of [DESKTOP, PHONE, NARROW]) {
    await page.setViewportSize(viewport);
    const wide = await page.evaluate(sidewaysScroll);
    if (wide) say(`scrolls sideways at ${viewport.width} px: ${wide}`);
    const nowhere = await page.evaluate(leadNowhere);
    if (nowhere.length > 0) say(`at ${viewport.width} px these places cannot be scrolled to: ${nowhere.slice(0, 5).join(', ')}`);
  }
}

async function checkWithoutScripts(page, scriptless, address, say) {
  await page.setViewportSize(DESKTOP);
  await scriptless.goto(address, { waitUntil: 'load' });
  const [all, without] = [await page.evaluate(lines), await scriptless.evaluate(lines)];
  if (all.length === 0) say('has no text');
  const missing = all.filter(line => !without.includes(line));
  if (missing.length > 0) say(`without scripts these are not there: ${missing.slice(0, 5).join(' | ')}`);
}

async function checkPrint(page, say) {
  await page.emulateMedia({ media: 'print' });
  const pdf = await page.pdf({ format: 'A4' });
  const pages = pdf.toString('latin1').match(/\/Type \/Page\b/g)?.length ?? 0;
  if (pages === 0) say('prints no page');
  if (shownTexts(pdf) === 0) say('prints no text');
}

/** How many times a PDF shows text. */
function shownTexts(pdf) {
  const text = pdf.toString('latin1');
  let count = 0;
  for (const found of text.matchAll(/\/Filter \/FlateDecode[^>]*>>\s*stream\r?\n/g)) {
    try {
      const content = zlib.inflateSync(pdf.subarray(found.index + found[0].length), {
        finishFlush: zlib.constants.Z_SYNC_FLUSH,
      });
      count += content.toString('latin1').match(/\bTj\b|\bTJ\b/g)?.length ?? 0;
    } catch {
      // Not every stream is text that was compressed in this way.
    }
  }
  return count;
}

/** Runs in the browser: headings that leave out a level, and more or less than one first heading. */
function headingFaults() {
  const faults = [];
  let last = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4, h5, h6')) {
    const level = Number(heading.localName[1]);
    if (level > last + 1) faults.push(`“${heading.textContent.trim()}” is an h${level} after an h${last}`);
    last = level;
  }
  const first = document.querySelectorAll('h1').length;
  if (first !== 1) faults.push(`has ${first} h1`);
  return faults;
}

/** Runs in the browser: what makes the page wider than the window, or nothing. */
function sidewaysScroll() {
  const root = document.documentElement;
  for (const element of [root, document.body]) {
    const overflow = getComputedStyle(element).overflowX;
    if (overflow !== 'visible') return `${element.localName} hides it: overflow-x is ${overflow}`;
  }
  if (root.scrollWidth <= root.clientWidth) return null;
  const boxes = [...document.querySelectorAll('body *')].filter(one => getComputedStyle(one).overflowX !== 'visible');
  const wide = [...document.querySelectorAll('body *')].filter(
    element => element.getBoundingClientRect().right > root.clientWidth + 0.5 && !boxes.some(box => box.contains(element)),
  );
  const names = wide.slice(-4).map(element => `${element.localName}.${element.className} “${element.textContent.trim().slice(0, 40)}”`);
  return `${root.scrollWidth} px wide, ${names.join(', ')}`;
}

/** Runs in the browser: the places within the page that links lead to and that have no box. */
function leadNowhere() {
  const links = [...document.querySelectorAll('a[href*="#"]')].filter(link => link.getClientRects().length > 0);
  const here = links.filter(link => link.hash && link.href.split('#')[0] === location.href.split('#')[0]);
  const places = new Set(here.map(link => decodeURIComponent(link.hash.slice(1))));
  return [...places].filter(id => document.getElementById(id)?.getClientRects().length === 0);
}

/** Runs in the browser: the lines of text that a reader sees, without buttons and what is for scripts alone. */
function lines() {
  // Search needs a script: without one its page says so, and its form is not shown.
  document.querySelectorAll('button, [role="tooltip"], [role="search"]').forEach(part => part.remove());
  const text = document.querySelector('main').innerText;
  return text.split('\n').map(line => line.trim().replace(/\s+/g, ' ')).filter(Boolean);
}
