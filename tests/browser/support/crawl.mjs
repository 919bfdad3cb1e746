// Everything that links lead to.

import assert from 'node:assert/strict';

/** What is opened, and not looked at: letters and exports. */
const FILES = /\.(pdf|ics|csv|json|zip)(\?|$)|^\/brieven\//;

/** Opens every page that can be reached over links from this one, but for those in `without`, and looks at each. Answers how many there were. */
export async function crawl(visitor, start, without, look) {
  const seen = new Set(without);
  const next = [start];
  let pages = 0;
  while (next.length) {
    const path = next.pop();
    if (seen.has(path)) continue;
    seen.add(path);
    if (FILES.test(path)) {
      assert.equal(await visitor.statusOf(path), 200, `${visitor.who}: ${path}`);
      continue;
    }
    await visitor.open(path);
    assert.equal(visitor.status, 200, `${visitor.who}: ${path}`);
    pages += 1;
    await look(visitor, path);
    next.push(...(await links(visitor.page)));
  }
  return pages;
}

/** Where the links of this page lead, but for the choice of another language. */
async function links(page) {
  const hrefs = await page.locator('a[href]').evaluateAll((all) => all.map((link) => link.href));
  const here = new URL(page.url());
  return hrefs.map((href) => new URL(href)).filter((url) => url.origin === here.origin && !url.searchParams.has('taal')).map((url) => url.pathname + url.search);
}
