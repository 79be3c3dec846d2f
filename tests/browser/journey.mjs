// A reader's way: from a brief to an entity, and from its evidence back to the very words.

/** Follows the links of a brief to entities and back by clicks, and the evidence of these entities. */
export async function checkJourney(page, local, brief, report) {
  await page.goto(local + brief, { waitUntil: 'load' });
  const mentions = page.locator('main a.men[href*="entities/"]');
  if ((await mentions.count()) === 0) return report(brief, 'links no entity');
  await mentions.first().click();
  await page.waitForURL(/\/entities\/[^/]+\/$/);
  const entity = page.url().replace(local, '');
  const evidence = page.locator(`.ev-card a.place[href*="${brief}#"]`);
  const count = await evidence.count();
  if (count === 0) report(entity, `has no evidence from ${brief}`);
  for (let at = 0; at < count; at += 1) {
    await page.goto(local + entity, { waitUntil: 'load' });
    const link = await evidence.nth(at).getAttribute('href');
    const quoted = await evidence.nth(at).evaluate(place => place.closest('.ev-card').querySelector('blockquote').innerText);
    await evidence.nth(at).click();
    await page.waitForURL(url => url.pathname.endsWith(brief) && url.hash !== '');
    await page.waitForFunction(target, null, { timeout: 5000 }).catch(() => null);
    const seen = await page.evaluate(target);
    if (!seen) report(entity, `the evidence link ${link} leads to nothing`);
    else if (!seen.inView) report(entity, `the evidence link ${link} does not bring its words into view`);
    else if (!seen.shown) report(entity, `the evidence link ${link} does not show which words it means`);
    else if (!quoted.includes(seen.words)) report(entity, `the evidence link ${link} leads to “${seen.words}”, not to “${quoted}”`);
  }
  return count;
}

/** Runs in the browser: the element that the address names, and whether a reader sees it. */
function target() {
  const element = document.querySelector(':target');
  if (!element) return null;
  const box = element.getBoundingClientRect();
  const plain = [...document.querySelectorAll('main a.men')].find(mention => mention !== element);
  const look = one => ['backgroundColor', 'outlineStyle', 'boxShadow'].map(name => getComputedStyle(one)[name]).join();
  return {
    words: element.innerText,
    inView: box.height > 0 && box.top >= 0 && box.bottom <= innerHeight,
    shown: !plain || look(element) !== look(plain),
  };
}
