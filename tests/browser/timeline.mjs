// Shows a site's timeline in TimelineJS itself, in Chromium, and prints as JSON what is then to be read.
//
//     node timeline.mjs TIMELINE.json
//
// Nothing is loaded from elsewhere.
import fs from 'node:fs';
import { createRequire } from 'node:module';
import { launch } from './launch.mjs';

const data = JSON.parse(fs.readFileSync(process.argv[2], 'utf8'));
const program = createRequire(import.meta.url).resolve('@knight-lab/timelinejs/dist/js/timeline.js');
const browser = await launch();
try {
  const page = await browser.newPage();
  await page.route(/^http/, route => route.abort());
  await page.setContent('<!doctype html><meta charset="utf-8"><div id="timeline" style="width:900px;height:600px"></div>');
  await page.addScriptTag({ path: program });
  await page.evaluate(timeline => { window.shown = new TL.Timeline('timeline', timeline, {}); }, data);
  const slides = '.tl-slide-content';
  await page.waitForFunction(
    ([css, count]) => document.querySelectorAll(css).length >= count && window.shown.config,
    [slides, data.events.length + 1],
  );
  const seen = await page.evaluate(css => {
    const words = (element, part) => element.querySelector(part)?.textContent.trim() ?? '';
    return {
      errors: shown.config.getErrors().map(String),
      slides: [...document.querySelectorAll(css)].map(slide => ({
        headline: words(slide, '.tl-headline'),
        date: words(slide, '.tl-headline-date'),
        elements: [...slide.querySelectorAll('.tl-text *')].map(element => element.localName),
      })),
      groups: [...document.querySelectorAll('.tl-timegroup-message')].map(group => group.textContent.trim()),
      strangers: document.querySelectorAll('#timeline img, #timeline script').length,
    };
  }, slides);
  console.log(JSON.stringify(seen));
} finally {
  await browser.close();
}
