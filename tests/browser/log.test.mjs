// The log as an auditor sees it.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, startAsAuditor, violations } from './helper.mjs';

let samfin, chrome;
before(async () => { samfin = await startAsAuditor(); chrome = await browse(); });
after(async () => { await chrome?.stop(); await samfin?.stop(); });

const shown = page => page.locator('table.log tbody tr');

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE]]) {
    for (const [name, path] of Object.entries({ logg: '/logg', 'logg-kontrollerad': '/logg?vad=scenario.&kedja=kontrollera' })) {
      test(`axe finds nothing on ${path}, ${lang}, ${width} px`, async () => {
        const { page } = chrome;
        await page.setViewportSize(size);
        await speak(page, samfin.address, lang);
        await page.goto(samfin.address + path);
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), []);
        assert.equal(await overflow(page), 0, 'no sideways scroll');
      });
    }
  }
}

test('the log fits at 320 px and with larger text', async () => {
  const { page } = chrome;
  await speak(page, samfin.address, 'sv');
  await page.setViewportSize(NARROW);
  await page.goto(`${samfin.address}/logg`);
  assert.equal(await overflow(page), 0);
  await page.setViewportSize(DESKTOP);
  await page.evaluate(() => { document.documentElement.style.fontSize = '200%'; });
  assert.equal(await overflow(page), 0);
});

test('from the menu to what happened to one scenario', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, samfin.address, 'sv');
  await page.goto(samfin.address);
  await page.locator('.top > .me').getByRole('link', { name: 'Logg' }).click();
  await page.waitForURL('**/logg');
  const all = await shown(page).count();
  assert.ok(all > 4, `${all} events`);
  // The newest first, told by the clock on a wall in Sweden.
  const adopted = shown(page).filter({ hasText: 'Version antagen' });
  assert.match((await adopted.textContent()).replaceAll('\u00a0', ' '), /24 november 2026 kl\. 23\.59.*Åsa Öberg.*Version 1/s);
  await page.getByLabel('Vad').selectOption({ label: 'Scenario delat' });
  await page.getByRole('button', { name: 'Visa', exact: true }).click();
  await page.waitForURL('**vad=scenario.shared**');
  assert.equal(await shown(page).count(), 1);
  assert.match(await shown(page).textContent(), /Till mötet den 4 december\.\nFrågan ställdes av Krokom\./);
  await shown(page).getByRole('link', { name: 'Visa dess historia' }).click();
  await page.waitForURL('**foremal=**');
  assert.equal(await shown(page).count(), 2);
  await page.getByRole('link', { name: 'Rensa urvalet' }).click();
  await page.waitForURL('**/logg');
  assert.equal(await shown(page).count(), all);
});

test('the chain is checked by a button, with the selection kept, and an anchor can be copied', async () => {
  const { page, browser } = chrome;
  await page.goto(`${samfin.address}/logg?vad=scenario.shared`);
  assert.equal(await page.getByText('Kedjan är hel').count(), 0, 'not before it is asked for');
  const fits = page.locator('.finding');
  const before = await fits.textContent();
  await page.getByRole('button', { name: 'Kontrollera kedjan' }).click();
  await page.waitForURL('**kedja=kontrollera**');
  assert.match((await page.locator('.state').textContent()).replaceAll('\u00a0', ' '), /^Kedjan är hel till och med nr \d+, 1 december 2026 kl\. 10\.00\.$/);
  assert.equal(await fits.textContent(), before);
  await browser.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: samfin.address });
  await page.getByRole('button', { name: 'Kopiera raden' }).click();
  await page.getByRole('button', { name: 'Raden är kopierad' }).waitFor();
  const copied = await page.evaluate(() => navigator.clipboard.readText());
  assert.match(copied, /^samfin-audit 2026-12-02T09:00:00\.000000Z \d+ [0-9a-f]{64}$/);
});

test('whoever may not read the log does not find it in the menu', async () => {
  const demo = await start();
  try {
    const { page } = chrome;
    await page.goto(demo.address);
    assert.equal(await page.locator('.top a[href="/logg"]').count(), 0);
    const answer = await page.goto(`${demo.address}/logg`);
    assert.equal(answer.status(), 403);
    assert.deepEqual(await violations(page), []);
  } finally {
    await demo.stop();
  }
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
