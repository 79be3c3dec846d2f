// Pictures of a brief in Chromium: which file a phone loads, and whether anything moves.
//
//     node pictures.mjs FOLDER URL PAGE
import { launch } from './launch.mjs';
import { PHONE, DESKTOP, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, address] = process.argv.slice(2);
const base = new URL(url).pathname;
const findings = new Set();
const report = (place, words) => findings.add(`${place}: ${words}`);
const server = await serve(folder, base);
const site = { url, origin: server.origin, local: server.origin + base };
const browser = await launch();

/** Loads the page, scrolls to its end; gives what was shown and how far things moved. */
async function look(viewport, deviceScaleFactor) {
  const page = await openTab(browser, site, report, { viewport, deviceScaleFactor });
  await page.addInitScript(() => {
    window.moved = 0;
    new PerformanceObserver(list => {
      for (const entry of list.getEntries()) window.moved += entry.value;
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await page.goto(site.local + address, { waitUntil: 'load' });
  for (const picture of await page.locator('.art img').all()) {
    await picture.scrollIntoViewIfNeeded();
    await picture.evaluate(element => element.decode());
  }
  const seen = await page.evaluate(() => ({
    files: [...document.querySelectorAll('.art img')].map(image => image.currentSrc),
    wide: document.documentElement.scrollWidth > innerWidth,
    scripts: document.querySelectorAll('.art svg').length,
    title: document.title,
    moved: window.moved,
  }));
  await page.context().close();
  return seen;
}

for (const [name, viewport, scale, wanted] of [
  ['phone', PHONE, 1, 'bridge-480.'],
  ['fine phone', PHONE, 2, 'bridge-960.'],
  ['desk', DESKTOP, 1, 'bridge-960.'],
  ['fine desk', DESKTOP, 2, 'bridge-1440.'],
]) {
  const seen = await look(viewport, scale);
  if (!seen.files[0].includes(wanted)) report(name, `loads ${seen.files[0]}, not ${wanted}`);
  if (seen.moved > 0.001) report(name, `the page moves by ${seen.moved}`);
  if (seen.wide) report(name, 'scrolls sideways');
  if (seen.title.includes('run') || seen.scripts > 0) report(name, 'a script in a drawing has run');
}
await browser.close();
await server.close();
for (const finding of findings) console.log(finding);
process.exitCode = findings.size > 0 ? 1 : 0;
