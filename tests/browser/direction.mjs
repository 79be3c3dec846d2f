// Reads a site that is written from right to left, and reports what is not mirrored.
//
//     node direction.mjs FOLDER URL PAGE
//
// FOLDER is the built site, URL is where it says that it stands, PAGE a brief with notes. Ends with 1 if there is a
// finding.
import { launch } from './launch.mjs';
import { AXE, checkAccess, openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, address] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const browser = await launch();

for (const width of [320, 820, 1440]) {
  const page = await openTab(browser, site, (place, words) => findings.push(`${place}: ${words}`), { viewport: { width, height: 900 } });
  for (const at of ['', address, 'entities/', 'timeline/', 'claims/', 'search/']) {
    await page.goto(site.local + at, { waitUntil: 'load' });
    await page.evaluate(AXE);
    await checkAccess(page, `${at} at ${width} px`, words => findings.push(words));
    const seen = await page.evaluate(() => {
      const title = document.querySelector('h1').getBoundingClientRect();
      return {
        direction: getComputedStyle(document.body).direction,
        sideways: document.documentElement.scrollWidth - innerWidth,
        // The first line begins at the right edge of the page.
        gap: innerWidth - title.right,
        pad: parseFloat(getComputedStyle(document.querySelector('.wrap')).paddingRight),
        notes: [...document.querySelectorAll('.art .n')].map(note => note.getBoundingClientRect().right),
        text: document.querySelector('.art section > p')?.getBoundingClientRect().left,
      };
    });
    const say = words => findings.push(`${at || '/'} at ${width} px: ${words}`);
    if (seen.direction !== 'rtl') say(`runs ${seen.direction}`);
    if (seen.sideways > 0) say(`scrolls sideways by ${seen.sideways} px`);
    if (seen.gap > Math.max(seen.pad, (width - 1200) / 2) + 2) say(`the title ends ${seen.gap} px from the right edge`);
    if (at === address && seen.notes.length < 2) say(`only ${seen.notes.length} notes`);
    const beside = seen.notes.filter(right => right <= seen.text).length;
    if (beside !== (width >= 1100 ? seen.notes.length : 0)) say(`${beside} of ${seen.notes.length} notes stand in the left margin`);
  }
  await page.context().close();
}
await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : 'mirrored');
process.exit(findings.length ? 1 : 0);
