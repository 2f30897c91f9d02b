// Invoices and the operating year in a browser: accessible, within the window, by keyboard alone, and without script.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

let demo, chrome, agreement, invoice, draft;

before(async () => {
  demo = await start();
  chrome = await browse();
  ({ items: [agreement] } = await api(demo, 'GET', '/agreements'));
  ({ items: [draft] } = await api(demo, 'GET', '/invoices?status=draft'));
  ({ items: [invoice] } = await api(demo, 'GET', '/invoices?payment_status=overdue&form=invoice'));
});
after(async () => { await chrome?.stop(); await demo?.stop(); });

const be = (page, role) => page.goto(`${demo.address}/roll?som=${role}&sida=/hjalp`);
const pages = () => ({
  fakturor: ['officer', '/fakturor'], obetalda: ['officer', '/fakturor?visa=obetalda'], krediterade: ['officer', '/fakturor?visa=krediterade'],
  faktura: ['officer', `/fakturor/${invoice.id}`], utkast: ['approver', `/fakturor/${draft.id}`], attest: ['approver', '/attest'],
  valda: ['approver', `/fakturor/valda?gor=attestera&v=${draft.id}:1`],
  ar: ['officer', '/ar'], 'ar-2027': ['officer', '/ar/2027'], 'ar-2028': ['officer', '/ar/2028'],
  utfall: ['officer', '/ar/2027/utfall'], slutavrakning: ['officer', '/ar/2027/slutavrakning'],
});

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    test(`axe finds nothing on the pages about invoices and the year, ${lang}, ${width} px`, async () => {
      const { page } = chrome;
      await page.setViewportSize(size);
      await speak(page, demo.address, lang);
      for (const [name, [role, path]] of Object.entries(pages())) {
        await be(page, role);
        const answer = await page.goto(demo.address + path);
        assert.equal(answer.status(), 200, path);
        // What is folded is looked at too.
        await page.evaluate(() => document.querySelectorAll('details.fold').forEach(fold => { fold.open = true; }));
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), [], name);
        assert.equal(await overflow(page), 0, `${name}: no sideways scroll`);
      }
    });
  }
}

/** Moves with Tab alone until what has the focus is what `wanted` says. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(wanted)) return;
  }
  assert.fail(`not reached with Tab: ${wanted}`);
}

for (const [name, options] of [['with script', {}], ['without script', { javaScriptEnabled: false }]]) {
  test(`an instalment is made, attested and issued, by keyboard alone, ${name}`, async () => {
    const own = await start();
    const { page, stop } = await browse(options);
    const walk = async (role, path) => {
      await page.goto(`${own.address}/roll?som=${role}&sida=/hjalp`);
      await page.goto(own.address + path);
    };
    try {
      await speak(page, own.address, 'sv');
      // The year after: planned, decided, its first instalment made.
      await walk('officer', '/ar/2028');
      await tabTo(page, `document.activeElement.matches('#planera button')`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('#faststall');
      await tabTo(page, `document.activeElement.id === 'faststall-beslut'`);
      await page.keyboard.type('HSN 2027/45 § 6');
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Beslut: HSN 2027/45 § 6');
      await tabTo(page, `document.activeElement.matches('#skapa-1 button')`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/visa=utkast/);
      assert.match(await page.locator('main').innerText(), /Delfaktura 1 av 2, 2028/);
      // Somebody else attests one of them.
      const href = await page.locator('tr', { hasText: 'Faktura' }).filter({ hasText: 'Krokoms kommun' }).locator('a').getAttribute('href');
      await walk('approver', href);
      await tabTo(page, `document.activeElement.matches('#attestera button')`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('.head .mark-shared');
      // The officer ticks it in the list, reads what will happen, and issues it.
      await walk('officer', '/fakturor?visa=utkast');
      await tabTo(page, `document.activeElement.name === 'v' && document.activeElement.closest('tr').innerText.includes('Krokoms')`);
      await page.keyboard.press('Space');
      await tabTo(page, `document.activeElement.value === 'utfarda'`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/fakturor\/valda/);
      assert.match(await page.locator('main').innerText(), /ändras sedan aldrig/);
      await tabTo(page, `document.activeElement.matches('main form button')`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/fakturor\/utfardade/);
      // The page goes on by itself until the files are there.
      await page.locator('a.btn-p', { hasText: 'Till de skickade' }).waitFor();
      await page.goto(own.address + href);
      assert.match(await page.locator('h1').innerText(), /^Faktura 2027-\d{4}$/);
    } finally {
      await stop();
      await own.stop();
    }
  });
}

test('what is refused is said beside its field and on top, where the focus is, and nothing typed is lost', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, demo.address, 'sv');
  await be(page, 'officer');
  await page.goto(`${demo.address}/fakturor/${invoice.id}`);
  await page.locator('#kreditera summary').click();
  await page.fill('#kreditera-rad-0', '9 999 999');
  await page.fill('#kreditera-skal', 'Fel antal möten');
  await page.locator('#kreditera button').click();
  const alert = page.locator('[role=alert]');
  assert.match(await alert.innerText(), /Ingenting har ändrats/);
  assert.ok(await alert.evaluate(found => found === document.activeElement), 'the focus is on what was wrong');
  assert.equal(await page.locator('#kreditera-rad-0').inputValue(), '9 999 999');
  assert.equal(await page.locator('#kreditera-skal').inputValue(), 'Fel antal möten');
  assert.deepEqual(await violations(page), []);
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
