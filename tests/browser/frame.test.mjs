// The frame of the pages: accessible, within the window, from this machine alone, in both languages.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, NARROW, overflow, PAGES, PHONE, screenshots, sheets, speak, start, violations } from './helper.mjs';

let samfin, chrome;
before(async () => { samfin = await start(); chrome = await browse(); });
after(async () => { await chrome?.stop(); await samfin?.stop(); });

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE]]) {
    for (const [name, path] of Object.entries(PAGES)) {
      test(`axe finds nothing on ${path}, ${lang}, ${width} px`, async () => {
        const { page } = chrome;
        await page.setViewportSize(size);
        await speak(page, samfin.address, lang);
        await page.goto(samfin.address + path);
        assert.equal(await page.locator('html').getAttribute('lang'), lang);
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), []);
        assert.equal(await overflow(page), 0, 'no sideways scroll');
      });
    }
  }
}

test('the open menu of a phone is accessible and covers the page below', async () => {
  const { page } = chrome;
  await page.setViewportSize(PHONE);
  await speak(page, samfin.address, 'sv');
  await page.goto(`${samfin.address}/hjalp`);
  await page.locator('details.folded summary').click();
  await page.screenshot({ path: join(screenshots, 'meny-390.png') });
  assert.deepEqual(await violations(page), []);
  assert.equal(await page.locator('details.folded nav a[aria-current=page]').count(), 1);
});

test('on a phone the answer stands in its table: nothing to scroll to, and no word is broken', async () => {
  const { page } = chrome;
  await page.setViewportSize(PHONE);
  for (const lang of ['sv', 'en']) {
    await speak(page, samfin.address, lang);
    for (const path of ['/ar/2027', '/ar/2027/utfall', '/ar/2027/slutavrakning', '/ar/2027/bidrag', '/fakturor', '/parter/bracke']) {
      await page.goto(samfin.address + path);
      const name = path.slice(1).replaceAll('/', '-');
      await page.screenshot({ path: join(screenshots, `telefon-${name}-${lang}.png`), fullPage: true });
      const wide = await page.locator('.scroll').evaluateAll(boxes => boxes.filter(box => box.scrollWidth > box.clientWidth).map(box => box.ariaLabel));
      assert.deepEqual(wide, [], `${path} in ${lang}`);
    }
  }
  // A name that stands on more lines than it has words has a word that is broken.
  await speak(page, samfin.address, 'sv');
  await page.goto(`${samfin.address}/parter/bracke`);
  const broken = await page.locator('table.own th[scope=row]').evaluateAll(cells => cells.filter(cell => {
    const words = cell.textContent.trim().split(/\s+/);
    const range = document.createRange();
    range.selectNodeContents(cell);
    const lines = new Set([...range.getClientRects()].map(box => Math.round(box.top))).size;
    return lines > words.length;
  }).map(cell => cell.textContent));
  assert.deepEqual(broken, []);
});

test('no page scrolls sideways at 320 px', async () => {
  const { page } = chrome;
  await page.setViewportSize(NARROW);
  for (const lang of ['sv', 'en']) {
    await speak(page, samfin.address, lang);
    for (const [name, path] of Object.entries(PAGES)) {
      await page.goto(samfin.address + path);
      await page.screenshot({ path: join(screenshots, `${name}-320-${lang}.png`), fullPage: true });
      assert.equal(await overflow(page), 0, `${path} in ${lang}`);
    }
  }
});

test('larger text, as on a projector, keeps everything within the window', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, samfin.address, 'sv');
  for (const path of Object.values(PAGES)) {
    await page.goto(samfin.address + path);
    // Set through the debugger, as the browser's own setting is: the page's policy has no say in it.
    await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
    assert.equal(await overflow(page), 0, path);
  }
});

test('the pages are printed on upright A4, without menu and languages', async () => {
  const { page } = chrome;
  await page.goto(samfin.address);
  const pdf = await page.pdf({ path: join(screenshots, 'oversikt.pdf'), preferCSSPageSize: true, printBackground: true, tagged: true });
  const { pages, width, height } = sheets(pdf);
  assert.equal(pages, 1);
  assert.ok(width < height, `${width} × ${height}`);
  await page.emulateMedia({ media: 'print' });
  for (const hidden of ['nav.wide', '.folded', '.lang', '.acts']) assert.equal(await page.locator(hidden).isVisible(), false, hidden);
  assert.ok(await page.locator('table.split').isVisible());
  await page.emulateMedia({ media: null });
});

test('the hand-out of the demo, with its long names, is two pages of landscape A4', async () => {
  const { page } = chrome;
  await page.goto(`${samfin.address}/jamfor`);
  const { pages, width, height } = sheets(await page.pdf({ preferCSSPageSize: true, printBackground: true, tagged: true }));
  assert.deepEqual([pages, width > height], [2, true]);
});

test('the first page is at most four requests and 60 kB', async () => {
  const fresh = await browse();
  try {
    const sizes = [];
    fresh.browser.on('requestfinished', request => sizes.push(request.sizes().then(size => size.responseBodySize + size.responseHeadersSize)));
    await fresh.page.goto(samfin.address, { waitUntil: 'networkidle' });
    const all = await Promise.all(sizes);
    assert.ok(all.length >= 3 && all.length <= 4, `${all.length} requests`);
    const sum = all.reduce((a, b) => a + b, 0);
    assert.ok(sum < 60_000, `${sum} bytes`);
  } finally {
    await fresh.stop();
  }
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
