// Opens pages whose fonts and scripts come late, after the page is first painted, and reports what moves then.
//
//     node shifts.mjs FOLDER URL PAGE…
//
// FOLDER is the built site, URL is where it says that it stands, each PAGE one of it such as briefs/one/. Ends with 1 if
// there is a finding.
import { launch } from './launch.mjs';
import { openTab } from './page.mjs';
import { serve } from './serve.mjs';

const [folder, url, ...pages] = process.argv.slice(2);
const server = await serve(folder, new URL(url).pathname);
const site = { url, origin: server.origin, local: server.origin + new URL(url).pathname };
const findings = [];
const browser = await launch();

/** Runs in the browser, before anything of the page: says when it is painted, and keeps what moves. */
function watch() {
  globalThis.shifts = [];
  const keep = entries => globalThis.shifts.push(...entries.map(({ value, sources }) => {
    const [first] = sources.filter(source => source.node);
    const element = first?.node.nodeType === 1 ? first.node : first?.node.parentElement;
    return { value, what: `${element?.localName}.${element?.className} “${element?.textContent.trim().slice(0, 40)}”` };
  }));
  const moving = new PerformanceObserver(list => keep(list.getEntries()));
  moving.observe({ type: 'layout-shift', buffered: true });
  globalThis.moved = () => {
    keep(moving.takeRecords());
    return globalThis.shifts;
  };
  new PerformanceObserver((list, painting) => {
    painting.disconnect();
    globalThis.painted();
  }).observe({ type: 'paint', buffered: true });
}

const SCREENS = [[390, 'touch'], [820, 'touch'], [1440]];
let late = 0;
for (const [width, touch] of SCREENS) {
  for (const address of pages) {
    const screen = { viewport: { width, height: 844 }, hasTouch: Boolean(touch), isMobile: Boolean(touch) };
    const page = await openTab(browser, site, (place, words) => findings.push(`${place}: ${words}`), screen);
    let paint;
    const painted = new Promise(resolve => { paint = resolve; });
    await page.exposeFunction('painted', paint);
    await page.addInitScript(watch);
    await page.route(/\.(woff2|js)$/, async route => {
      await painted;
      late += 1;
      await route.continue();
    });
    await page.goto(site.local + (address === '/' ? '' : address), { waitUntil: 'load' });
    await page.evaluate(() => document.fonts.ready);
    // What scripts add when something comes near the window is there two frames later.
    await page.evaluate(() => new Promise(resolve => requestAnimationFrame(() => requestAnimationFrame(() => requestAnimationFrame(resolve)))));
    for (const { value, what } of await page.evaluate(() => globalThis.moved())) {
      findings.push(`${address} at ${width} px ${touch ?? ''}: moves by ${value.toFixed(4)}: ${what}`);
    }
    await page.context().close();
  }
}
if (late < SCREENS.length * pages.length) findings.push(`only ${late} fonts and scripts came late`);
await browser.close();
server.close();
console.log(findings.length ? findings.join('\n') : 'nothing moves');
process.exit(findings.length ? 1 : 0);
