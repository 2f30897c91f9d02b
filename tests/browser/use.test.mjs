// Using the frame: with the keyboard, without script, in the language one chose, and when something is wrong.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, enter, officer, PAGES, PHONE, screenshots, start, violations } from './helper.mjs';

let samfin, chrome;
before(async () => { samfin = await start(); chrome = await browse(); });
after(async () => { await chrome?.stop(); await samfin?.stop(); });

/** What has the focus: its text, or the name of its element. */
const focused = page => page.evaluate(() => document.activeElement.textContent.trim() || document.activeElement.localName);

test('Tab goes through the frame in reading order, and the first link leads past the menu', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await page.goto(samfin.address);
  const walk = [];
  for (let step = 0; step < 14; step++) { await page.keyboard.press('Tab'); walk.push(await focused(page)); }
  assert.deepEqual(walk, ['Hoppa till innehållet', 'Samfinansiering', 'Översikt', 'Underlag', 'Scenarier', 'Verksamhetsår', 'Fakturor', 'Parter', 'Inställningar',
    'Delade länkar', 'Hjälp', 'English', (await page.locator('#roll-byt').textContent()).trim(), 'Byt roll']);
  const ring = await page.evaluate(() => getComputedStyle(document.activeElement).outline);
  assert.match(ring, /solid 3px/);

  await page.goto(samfin.address);
  await page.keyboard.press('Tab');
  assert.ok(await page.locator('.skip').isVisible());
  assert.ok((await page.locator('.skip').boundingBox()).x >= 0, 'the way past the menu can be seen');
  await page.screenshot({ path: join(screenshots, 'hoppa-1440.png') });
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), '‹ Visa 2026', 'the first thing in the content');
});

test('the folded menu opens with the keyboard and Escape returns to its button', async () => {
  const { page } = chrome;
  await page.setViewportSize(PHONE);
  await page.goto(samfin.address);
  await page.locator('details.folded summary').focus();
  await page.keyboard.press('Enter');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'Översikt');
  await page.keyboard.press('Escape');
  assert.equal(await focused(page), 'Meny');
  assert.equal(await page.locator('details.folded nav').isVisible(), false);
});

test('the language is switched on the same page and remembered', async () => {
  const { page, browser } = chrome;
  await page.setViewportSize(DESKTOP);
  await page.goto(`${samfin.address}/?ar=2028`);
  assert.equal(await page.locator('h1').textContent(), 'Översikt 2028');
  await page.getByRole('link', { name: 'English' }).click();
  assert.equal(page.url(), `${samfin.address}/?ar=2028`);
  assert.equal(await page.locator('h1').textContent(), 'Overview 2028');
  await page.goto(`${samfin.address}/hjalp`);
  assert.equal(await page.locator('html').getAttribute('lang'), 'en');
  const [cookie] = (await browser.cookies()).filter(({ name }) => name === 'lang');
  const days = (cookie.expires - Date.now() / 1000) / 86_400;
  assert.ok(days > 360 && days < 370, `${days} days`);
  assert.deepEqual([cookie.value, cookie.sameSite, cookie.httpOnly], ['en', 'Lax', true]);
  await page.getByRole('link', { name: 'Svenska' }).click();
  assert.equal(await page.locator('h1').textContent(), 'Hjälp');
});

test('every link of every page leads somewhere', async () => {
  const { page } = chrome;
  const tried = new Set();
  for (const path of Object.values(PAGES)) {
    await page.goto(samfin.address + path);
    for (const address of await page.locator('a').evaluateAll(all => all.map(a => a.href))) {
      const url = new URL(address);
      if (url.hostname !== '127.0.0.1' || tried.has(url.href)) continue;
      tried.add(url.href);
      const answer = await fetch(url, { headers: { accept: 'text/html, */*;q=0.8' } });
      const isNowhere = url.searchParams.get('sida') === PAGES['sidan-finns-inte'] || url.pathname === PAGES['sidan-finns-inte'];
      assert.equal(answer.status, isNowhere ? 404 : 200, `${address} on ${path}`);
      if (url.hash) assert.ok((await answer.text()).includes(` id="${decodeURIComponent(url.hash.slice(1))}"`), `${address} on ${path}`);
    }
  }
  assert.ok(tried.size > 20, `${tried.size} links`);
});

test('everything works without script', async () => {
  const plain = await browse({ javaScriptEnabled: false, viewport: PHONE });
  try {
    const { page } = plain;
    await page.goto(samfin.address);
    await page.locator('details.folded summary').click();
    await page.locator('details.folded nav').getByRole('link', { name: 'Hjälp' }).click();
    await page.locator('.foot').getByRole('link', { name: 'Ordlista' }).click();
    assert.equal(await page.locator('h1').textContent(), 'Ordlista');
    await page.getByRole('link', { name: 'English' }).click();
    assert.equal(await page.locator('h1').textContent(), 'Glossary');
    await page.goto(samfin.address);
    await page.getByRole('link', { name: 'Show 2028' }).click();
    assert.equal(await page.locator('h1').textContent(), 'Overview 2028');
  } finally {
    await plain.stop();
  }
});

test('an error is told in the frame, and says what to do', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  const nowhere = await page.goto(`${samfin.address}/avtal/<b>nej</b>?x`);
  assert.equal(nowhere.status(), 404);
  assert.equal(await page.locator('h1').textContent(), 'Sidan finns inte');
  assert.equal(await page.locator('main b').count(), 0, 'the address is text');

  await page.goto(samfin.address);
  await Promise.all([page.waitForNavigation(), page.evaluate(() => {
    const form = document.createElement('form');
    form.method = 'post';
    form.action = '/hjalp';
    document.body.append(form);
    form.submit();
  })]);
  assert.equal(await page.locator('h1').textContent(), 'Så kan sidan inte användas');
  await page.screenshot({ path: join(screenshots, 'fel-metod-1440-sv.png'), fullPage: true });
  assert.deepEqual(await violations(page), []);

  const wrong = await page.goto(`${samfin.address}/?ar=nyss`);
  assert.equal(wrong.status(), 422);
  await page.screenshot({ path: join(screenshots, 'fel-ar-1440-sv.png'), fullPage: true });
  assert.deepEqual(await violations(page), []);
  await page.getByRole('main').getByRole('link', { name: 'Gå till översikten' }).click();
  assert.equal(await page.locator('h1').textContent(), 'Översikt 2027');
});

test('an empty service says how to begin, and carries no mark of an example', async () => {
  const empty = await start('serve', { SAMFIN_ORGANISATION: 'Region Jämtland Härjedalen', SAMFIN_CONTACT: 'samfin@example.org' });
  try {
    const { page } = chrome;
    await enter(page, officer(empty));
    for (const [width, size] of [['1440', DESKTOP], ['390', PHONE]]) {
      await page.setViewportSize(size);
      await page.goto(empty.address);
      await page.screenshot({ path: join(screenshots, `tom-${width}-sv.png`), fullPage: true });
      assert.deepEqual(await violations(page), []);
      assert.ok(await page.getByText('Här finns inget avtal än').isVisible());
      assert.equal(await page.locator('.example').count(), 0);
      await page.goto(`${empty.address}/tillganglighet`);
      await page.screenshot({ path: join(screenshots, `tillganglighet-egen-${width}-sv.png`), fullPage: true });
      assert.ok(await page.getByText('Region Jämtland Härjedalen står för').isVisible());
      assert.equal(await page.getByRole('main').locator('a[href="mailto:samfin@example.org"]').count(), 1);
    }
  } finally {
    await empty.stop();
  }
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
