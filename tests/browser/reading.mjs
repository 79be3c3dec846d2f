// Reads a brief as people do, by mouse, keyboard and touch, and reports what does not hold: cards of mentions, notes
// at their marks, layers of notes, the switch of colours.
//
//     node reading.mjs FOLDER URL PAGE
//
// FOLDER is the built site, URL is where it says that it stands, PAGE a brief such as briefs/one/. Ends with 1 if there
// is a finding.
import { launch } from './launch.mjs';
import { AXE, PHONE, DESKTOP, checkAccess, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, address] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const hold = (is, words) => is || findings.push(words);
const browser = await launch();

async function open(options = {}) {
  const page = await openTab(browser, site, (place, words) => findings.push(`${place}: ${words}`), { viewport: DESKTOP, ...options });
  await page.goto(site.local + address, { waitUntil: 'load' });
  await page.evaluate(AXE);
  return page;
}

const say = words => findings.push(words);
const shown = (page, selector, what) => page.waitForSelector(selector, { timeout: 5000 }).catch(() => say(`${what}: no ${selector}`));
const gone = (page, selector, what) =>
  page.waitForSelector(selector, { state: 'detached', timeout: 5000 }).catch(() => say(`${what}: ${selector} stays`));
/** The first mention of a person in the article. */
const mentioned = page => page.locator('.art a.men[href*="makei"], .art a.men').first();

async function byMouse() {
  const page = await open();
  const mention = mentioned(page);
  const name = await mention.innerText();
  await mention.scrollIntoViewIfNeeded();
  await mention.hover();
  await page.waitForTimeout(100);
  hold(await page.locator('.card').count() === 0, 'the card opens before 300 ms');
  await shown(page, '.card', 'hover');
  const words = await page.locator('.card').innerText();
  hold(words.split('\n').length >= 3, `the card of ${name} says little: ${words}`);
  hold(await page.locator('.card svg').count() === 1, 'the card does not show its kind by a shape');
  const [at, card] = [await mention.boundingBox(), await page.locator('.card').boundingBox()];
  hold(card.x >= 0 && card.x + card.width <= DESKTOP.width, 'the card is outside the window');
  hold(card.y >= at.y + at.height || card.y + card.height <= at.y, 'the card covers its mention');
  await checkAccess(page, 'with an open card, light', say);
  await page.mouse.move(card.x + card.width / 2, card.y + 10, { steps: 6 });
  await page.waitForTimeout(700);
  hold(await page.locator('.card').count() === 1, 'the card closes under the pointer');
  await page.keyboard.press('Escape');
  await gone(page, '.card', 'Escape');
  await page.mouse.move(2, 2);
  await mention.hover();
  await shown(page, '.card', 'hover again');
  await page.mouse.move(2, 2);
  await gone(page, '.card', 'the pointer leaves');
  await mention.click();
  hold(new URL(page.url()).pathname.includes('/entities/'), `a mention leads to ${page.url()}`);
}

async function byKeyboard() {
  const page = await open({ colorScheme: 'dark' });
  await page.locator('.art a.men').first().evaluate(mention => {
    const stops = [...document.querySelectorAll('a, button')].filter(stop => stop.checkVisibility());
    stops[stops.indexOf(mention) - 1].focus();
  });
  await page.keyboard.press('Tab');
  await shown(page, '.card', 'focus');
  const described = await page.evaluate(() => {
    const by = document.activeElement.getAttribute('aria-describedby');
    return document.getElementById(by)?.innerText ?? '';
  });
  hold(described.length > 10, 'the mention is not described by its card');
  await checkAccess(page, 'with an open card, dark', say);
  await page.keyboard.press('Escape');
  await gone(page, '.card', 'Escape');
  hold(await page.evaluate(() => document.activeElement.matches('a.men')), 'Escape takes the focus away');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Shift+Tab');
  await shown(page, '.card', 'focus again');
}

async function byTouch() {
  const page = await open({ viewport: PHONE, hasTouch: true, isMobile: true });
  await mentioned(page).scrollIntoViewIfNeeded();
  const button = page.locator('.art a.men + .held > .about').first();
  await button.scrollIntoViewIfNeeded();
  await button.tap();
  await shown(page, '.card', 'tap');
  hold(await button.getAttribute('aria-expanded') === 'true', 'the button does not say that its card is open');
  const card = await page.locator('.card').evaluate(card => ({
    inFlow: getComputedStyle(card).position === 'static',
    isNear: card.previousElementSibling?.querySelector('.about[aria-expanded="true"]') !== null,
    wide: document.documentElement.scrollWidth > innerWidth,
  }));
  hold(card.inFlow && card.isNear, 'on a phone the card does not stand in the flow, after its paragraph');
  hold(!card.wide, 'the card makes the page scroll sideways');
  await checkAccess(page, 'with an open card, phone', say);
  await button.tap();
  await gone(page, '.card', 'second tap');
  const mark = page.locator('.art a.m').first();
  await mark.scrollIntoViewIfNeeded();
  await mark.tap();
  await shown(page, '.note-at-mark', 'tap on a mark');
  const [note, copy] = await page.evaluate(() => {
    const mark = document.querySelector('.art a.m');
    const words = element => element.innerText.replace(/\s+/g, ' ').replace(/ back to text.*/, '').trim();
    return [words(document.getElementById(mark.hash.slice(1))), words(document.querySelector('.note-at-mark'))];
  });
  hold(copy === note, `the note at its mark says “${copy}”, not “${note}”`);
  const twice = await page.evaluate(() => {
    const ids = [...document.querySelectorAll('[id]')].map(one => one.id);
    return ids.filter((id, at) => ids.indexOf(id) !== at);
  });
  hold(twice.length === 0, `ids stand twice: ${twice}`);
  await checkAccess(page, 'with an open note, phone', say);
  await page.touchscreen.tap(200, 60);
  await gone(page, '.note-at-mark', 'tap elsewhere');
  await page.locator('.art a.men').first().tap();
  await page.waitForURL(/\/entities\//, { timeout: 5000 }).catch(() => say('the first tap does not follow a mention'));
}

async function notesByKeyboard() {
  const page = await open({ viewport: { width: 820, height: 900 } });
  await page.locator('.art a.m').first().focus();
  await page.keyboard.press('Enter');
  await shown(page, '.note-at-mark', 'Enter on a mark');
  hold(await page.evaluate(() => document.activeElement.matches('.note-at-mark')), 'the note does not take the focus');
  await page.keyboard.press('Escape');
  await gone(page, '.note-at-mark', 'Escape');
  hold(await page.evaluate(() => document.activeElement.matches('.art a.m')), 'the focus does not go back to the mark');
  const wide = await open();
  await wide.locator('.art a.m').first().click();
  hold(await wide.locator('.note-at-mark').count() === 0, 'a note in the margin is shown twice');
  hold(new URL(wide.url()).hash.length > 1, 'a mark does not lead to its note in the margin');
}

/** Notes stand in the margin on a wide page and after the text on a narrow one; none over another. */
async function notesAtThreeWidths() {
  for (const width of [390, 820, 1440]) {
    const page = await open({ viewport: { width, height: 900 } });
    const boxes = await page.locator('.art .n').evaluateAll(all => all.map(one => {
      const { left, top, right, bottom } = one.getBoundingClientRect();
      return { left, top, right, bottom };
    }));
    const text = await page.locator('.art section > p').first().boundingBox();
    hold(boxes.length > 3, `only ${boxes.length} notes at ${width} px`);
    const over = boxes.filter((one, at) => boxes.slice(at + 1).some(other =>
      one.left < other.right - 1 && other.left < one.right - 1 && one.top < other.bottom - 1 && other.top < one.bottom - 1));
    hold(over.length === 0, `${over.length} notes stand over others at ${width} px`);
    const beside = boxes.filter(box => box.left >= text.x + text.width).length;
    hold(beside === (width >= 1100 ? boxes.length : 0), `${beside} of ${boxes.length} notes stand in the margin at ${width} px`);
    await page.context().close();
  }
}

async function colours() {
  const page = await open({ colorScheme: 'light' });
  const ground = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
  const light = await ground();
  const button = page.locator('.theme');
  hold(await button.getAttribute('aria-label') === 'Colours: automatic', 'the switch does not say what is chosen');
  await button.click();
  hold(await ground() === light, 'light is not light');
  await button.click();
  hold(await button.getAttribute('aria-label') === 'Colours: dark', 'the switch does not say that it is dark');
  const dark = await ground();
  hold(dark !== light, 'dark is not dark');
  // The next page must have the chosen colours from its first frame on: before its stylesheet's end it shows nothing.
  await page.addInitScript(() => {
    globalThis.grounds = [];
    const note = () => {
      if (document.body) globalThis.grounds.push(getComputedStyle(document.body).backgroundColor);
      if (globalThis.grounds.length < 20) requestAnimationFrame(note);
    };
    requestAnimationFrame(note);
  });
  await page.goto(`${site.local}entities/`, { waitUntil: 'load' });
  await page.waitForFunction(() => globalThis.grounds.length >= 20);
  const grounds = await page.evaluate(() => [...new Set(globalThis.grounds)]);
  hold(grounds.length === 1 && grounds[0] === dark, `a chosen colour comes late: ${grounds}`);
  await page.locator('.theme').click();
  hold(await ground() === light, 'automatic does not follow the system');
}

/** Each layer goes and comes back whole, without script: its notes, its marks and the tint of its words. */
async function layers() {
  const page = await open({ javaScriptEnabled: false, viewport: DESKTOP });
  const visible = selector => page.locator(selector).evaluateAll(all => all.filter(one => one.checkVisibility()).length);
  const parts = { claim: ['.n.c', '.m.claim'], dispute: ['.n.d', '.m.disp', '.bn.dispute'], note: ['.n:not(.c, .d, .tr)', '.m.note:not(.tr)'] };
  const tint = selector => page.locator(selector).first().evaluate(words => getComputedStyle(words).backgroundColor);
  for (const [layer, selectors] of Object.entries(parts)) {
    const others = Object.entries(parts).filter(([other]) => other !== layer).flatMap(([, selectors]) => selectors);
    const count = async all => (await Promise.all(all.map(one => visible(`.art ${one}`)))).reduce((sum, one) => sum + one);
    const [before, beside] = [await count(selectors), await count(others)];
    hold(before > 2, `the brief has only ${before} notes and marks of the layer ${layer}`);
    const box = page.locator(`#page-layer-${layer}`);
    await box.focus();
    await page.keyboard.press('Space');
    hold(await count(selectors) === 0, `${await count(selectors)} notes and marks of the layer ${layer} stay`);
    hold(await count(others) === beside, `the layer ${layer} takes others with it`);
    await page.keyboard.press('Space');
    hold(await count(selectors) === before, `the layer ${layer} does not come back`);
  }
  // Marks of notes are of one size, whatever they are about.
  const sizes = await page.locator('.art p .m.note').evaluateAll(all => all.map(one => getComputedStyle(one).height));
  hold(sizes.length > 2 && new Set(sizes).size === 1, `marks of notes are ${sizes.join(', ')} high`);
  // Words of two layers show the other one when theirs is off.
  const both = '.art .lem.g.d';
  const [dispute, context] = [await tint(both), await tint('.art .lem.g:not(.e, .d, .tr)')];
  await page.locator('#page-layer-dispute').uncheck();
  hold(dispute !== context && await tint(both) === context, 'words of two layers do not show the other one');
  await page.locator('#page-layer-note').uncheck();
  hold(await tint(both) === 'rgba(0, 0, 0, 0)', 'words are tinted of which no layer is on');
  // A link to a note that is switched off shows it.
  const id = await page.locator('.art .n.d').first().getAttribute('id');
  await page.goto(`${site.local}${address}#${id}`);
  await page.locator('#page-layer-dispute').uncheck();
  hold(await page.locator(`#${id}`).isVisible(), 'a link to a note that is switched off shows nothing');
}

/** On paper: the citation on the first page, notes after the text, addresses spelled out, nothing to press. */
async function onPaper() {
  const page = await open({ viewport: { width: 680, height: 960 }, colorScheme: 'dark' });
  await page.emulateMedia({ media: 'print' });
  const seen = await page.evaluate(() => {
    const shown = selector => [...document.querySelectorAll(selector)].filter(one => one.checkVisibility());
    const bottom = all => Math.max(...all.map(one => one.getBoundingClientRect().bottom));
    const top = all => Math.min(...all.map(one => one.getBoundingClientRect().top));
    return {
      citation: shown('.on-paper').map(one => one.innerText).join(),
      citationAt: bottom(shown('.on-paper')),
      textEnd: bottom(shown('.art section > p')),
      notes: top(shown('.art .n')),
      who: shown('[aria-labelledby=page-who]').length,
      buttons: shown('button, input, .link-box, .mast nav, .toc').length,
      ground: getComputedStyle(document.body).backgroundColor,
      bare: shown('.art a[href^=http]:not(.m)').filter(link => !getComputedStyle(link, '::after').content.includes(link.getAttribute('href'))).length,
    };
  });
  hold(seen.citation.includes(url + address), `the citation on paper has no address: ${seen.citation}`);
  hold(seen.citationAt < 900, 'the citation does not stand on the first page');
  hold(seen.notes >= seen.textEnd, 'notes do not follow the text on paper');
  hold(seen.who === 1, 'who is who is not on paper');
  hold(seen.buttons === 0, `${seen.buttons} things to press are printed`);
  hold(seen.ground === 'rgb(255, 255, 255)', `paper is ${seen.ground}`);
  hold(seen.bare === 0, `${seen.bare} links are not spelled out`);
}

for (const part of [byMouse, byKeyboard, byTouch, notesByKeyboard, notesAtThreeWidths, layers, onPaper, colours]) {
  await part().catch(error => findings.push(`${part.name}: ${error.message}`));
}
await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : 'read by mouse, keyboard and touch');
process.exit(findings.length ? 1 : 0);
