// Using the comparison: by mouse, by keyboard alone, without script, and by others through its address.
import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { address, figures, finding, FOUR, live, serve, total } from './compare.mjs';
import { api, authorized, browse, DESKTOP, enter, screenshots, speak, violations } from './helper.mjs';
import { join } from 'node:path';

let samfin, chrome;
before(async () => {
  samfin = await serve();
  chrome = await browse();
  await enter(chrome.page, samfin);
  await speak(chrome.page, samfin.address, 'sv');
});
after(async () => { await chrome?.stop(); await samfin?.stop(); });

const focused = page => page.evaluate(() => {
  const { id, localName, className, textContent } = document.activeElement;
  return id || (document.activeElement.dataset.for ? `reglage för ${document.activeElement.dataset.for}` : className || `${localName}: ${textContent.trim()}`);
});
const scenarios = () => api(samfin, 'GET', `/agreements/${samfin.id}/scenarios`).then(({ items }) => items);
const letters = page => page.locator('.cmp .sc .badge').allTextContents();

test('Tab goes through the page in reading order, and through every control', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, `${FOUR}&aktiv=3`));
  await page.locator('#innehall').focus();
  const walk = [];
  for (let step = 0; step < 120 && walk.at(-1) !== 'spara-av'; step++) { await page.keyboard.press('Tab'); walk.push(await focused(page)); }
  const levers = ['meetings', 'hours-per-meeting', 'document-hours', 'coordinator-hours', 'coordinator-rate', 'secretary-salary', 'region-share', 'seminar'];
  const parties = ['rjh', 'ragunda', 'bracke', 'krokom', 'stromsund', 'are', 'berg', 'harjedalen', 'ostersund'];
  assert.deepEqual(walk, [
    'aktiv-3', 'gor-kopiera', 'visa-kr', 'ar', 'presentera', 'skrivut', 'excel', 'lank', 'a: Alla scenarier',
    ...levers.flatMap(id => [`l-${id}`, `reglage för l-${id}`]),
    ...parties.map(id => `bort-${id}`), 'regel', 'gor-aterstall', 'gor-utgangslage', 'gor-ta-bort', 'btn',
    // Two sides, eight municipalities and the sum, in four columns: every amount leads to how it is made.
    'how', 'scroll', 'sc-pick', 'sc-pick', 'sc-pick', 'sc-pick', ...Array(11 * 4).fill('num'),
    'scroll', 'a: Se alla regler sida vid sida för bortfallet i D', 'scroll', 'scroll', 'spara-namn', 'spara-av',
  ]);
});

test('the keyboard alone chooses a scenario, moves levers, leaves a party out, chooses a rule and saves', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, 's=avtal&s=avtal'));
  const press = (...keys) => live(page, async () => { for (const key of keys) await page.keyboard.press(key); });

  await page.locator('#aktiv-0').focus();
  await press('ArrowRight');
  assert.equal(await page.locator('#panel .badge').textContent(), 'B');
  assert.equal(await focused(page), 'aktiv-1');

  await page.locator('#l-meetings').focus();
  await press('Control+A', '6');
  assert.equal(await total(page, 1), '662 759 kr');
  await page.keyboard.press('Tab');
  assert.equal(await focused(page), 'reglage för l-meetings');
  await press('ArrowLeft');
  assert.equal(await page.locator('#l-meetings').inputValue(), '5');
  assert.equal(await total(page, 1), '593 197 kr');
  await press('Home');
  assert.equal(await page.locator('#l-meetings').inputValue(), '1');

  await page.locator('#bort-are').focus();
  await press(' ');
  assert.match(await finding(page), /^BOm Åre inte kan bidra saknas/);
  assert.equal(await focused(page), 'bort-are');
  await page.locator('#regel').focus();
  await press('ArrowDown');
  assert.match(await finding(page), /Regionen täcker/);
  assert.match(page.url(), /;regel=region-absorbs/);

  await page.locator('#spara-namn').focus();
  await page.keyboard.type('Ett möte');
  await Promise.all([page.waitForNavigation(), page.keyboard.press('Enter')]);
  const [saved] = await scenarios();
  assert.deepEqual([saved.name, saved.status, saved.author], ['Ett möte', 'draft', 'Tove Test'], 'by whoever is signed in');
  assert.match(page.url(), new RegExp(`s=avtal&s=${saved.id}&`));
  assert.deepEqual(await page.locator('.cmp .sc-name').allTextContents(), ['Avtalet', 'Ett möte']);
  assert.match(await finding(page), /^BOm Åre inte kan bidra saknas/);
  assert.equal(await page.locator('#l-meetings').inputValue(), '1');
});

test('a slider and its field change the finding, the table, the address, the workbook and what is saved', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, `${FOUR}&aktiv=1`));
  const before = { url: page.url(), finding: await finding(page), total: await total(page, 1), others: await total(page, 2) };
  await live(page, () => page.locator('[data-for=l-meetings]').fill('9'));
  assert.equal(await page.locator('#l-meetings').inputValue(), '9');
  assert.notEqual(await finding(page), before.finding);
  assert.notEqual(await total(page, 1), before.total);
  assert.equal(await total(page, 2), before.others, 'the other columns stay');
  assert.match(page.url(), /s=avtal;meetings=9&/);
  assert.match(await page.locator('#excel').getAttribute('href'), /^\/jamfor\.xlsx\?.*meetings=9/);
  assert.match(await page.locator('#spara-fran').inputValue(), /meetings=9/);

  await live(page, () => page.locator('#l-seminar').fill('1 000,5'));
  assert.match(page.url(), /seminar=1000\.5/);
  assert.equal(await page.locator('#l-seminar').inputValue(), '1 000,5', 'what is being written is left alone');
  await live(page, () => page.locator('#l-meetings').fill('500'));
  await live(page, () => page.locator('#l-meetings').blur());
  assert.equal(await page.locator('#l-meetings').inputValue(), '10', 'the bound that is calculated with');
  await live(page, () => page.locator('#l-meetings').fill('4'));
  await live(page, () => page.locator('#gor-aterstall').click());
  assert.match(page.url(), /s=avtal&s=avtal&s=avtal;coordinator/);
});

test('a slider that is dragged on while an answer is on its way ends where it was let go', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, 's=avtal&s=avtal&aktiv=1'));
  await page.route('**/jamfor?*', async route => { await new Promise(done => setTimeout(done, 60)); await route.continue(); });
  await live(page, async () => { for (const value of [5, 6, 7, 8, 9, 10]) { await page.locator('[data-for=l-meetings]').fill(String(value)); await page.waitForTimeout(25); } });
  await page.unroute('**/jamfor?*');
  assert.equal(await page.locator('#l-meetings').inputValue(), '10');
  assert.match(page.url(), /s=avtal;meetings=10&/);
});

test('the copied link shows the same figures to someone else', async () => {
  const { page, browser } = chrome;
  await browser.grantPermissions(['clipboard-read', 'clipboard-write']);
  const copied = async () => {
    await page.locator('#lank').click();
    await page.getByRole('button', { name: 'Länken är kopierad' }).waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  };
  await page.goto(`${samfin.address}/jamfor`);
  assert.match(await copied(), /\/jamfor\?avtal=.*&s=avtal;bort=ostersund&fran=2027$/, 'also before anything is moved');

  await page.goto(address(samfin, `${FOUR}&aktiv=3`));
  await live(page, () => page.locator('[data-for=l-region-share]').fill('70'));
  await live(page, () => page.locator('#visa-inv').check());
  await live(page, () => page.locator('#ar').selectOption('2029'));
  const link = await copied();
  assert.equal(link, page.url());
  const shown = await figures(page);
  const other = await browser.newPage();
  await other.goto(link);
  assert.deepEqual(await figures(other), shown);
  assert.equal(await other.locator('#visa-inv').isChecked(), true);
  await other.close();
});

test('columns are added, removed, and made the baseline', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, FOUR));
  await live(page, () => page.locator('[data-aktiv="1"]').click());
  await live(page, () => page.locator('#gor-kopiera').click());
  assert.deepEqual(await letters(page), ['A', 'B', 'C', 'D', 'E']);
  assert.equal(await page.locator('#aktiv-4').isChecked(), true);
  assert.equal(await total(page, 4), await total(page, 1), 'a copy of the one that was looked at');
  await live(page, () => page.locator('#gor-utgangslage').click());
  assert.equal(await page.locator('.cmp .sc').nth(4).locator('.sc-diff').textContent(), 'Utgångsläge');
  assert.ok(await page.locator('.legend').getByText('Nivå i E').isVisible());
  assert.match(page.url(), /&bas=4/);
  await live(page, () => page.locator('#gor-ta-bort').focus().then(() => page.keyboard.press('Enter')));
  assert.deepEqual(await letters(page), ['A', 'B', 'C', 'D']);
  assert.equal(await page.evaluate(() => document.activeElement !== document.body), true, 'the keyboard is somewhere');
});

test('1 to 6 choose, P presents and leaves, Escape leaves, and none of them in a field', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, FOUR));
  await live(page, () => page.keyboard.press('4'));
  assert.equal(await page.locator('#aktiv-3').isChecked(), true);
  assert.match(await finding(page), /^DOm Ragunda och Bräcke/);
  const presents = () => page.evaluate(() => document.documentElement.classList.contains('present'));
  await page.keyboard.press('p');
  assert.deepEqual([await presents(), await page.locator('#presentera').getAttribute('aria-pressed')], [true, 'true']);
  await live(page, () => page.keyboard.press('1'));
  assert.match(await finding(page), /^AAvtalet kostar/);
  await page.keyboard.press('P');
  assert.equal(await presents(), false);
  await page.locator('#presentera').click();
  await page.keyboard.press('Escape');
  assert.equal(await presents(), false);
  await page.locator('#spara-namn').focus();
  await page.keyboard.type('p4');
  assert.deepEqual([await presents(), await page.locator('#aktiv-0').isChecked()], [false, true]);
});

test('what an address mentions that is not there is told, and the rest is shown', async () => {
  const { page } = chrome;
  const { id } = await api(samfin, 'POST', `/agreements/${samfin.id}/scenarios`, { name: 'Snart borta' });
  const link = address(samfin, `s=avtal&s=${id}&s=avtal;nope=3;meetings=6;bort=ingen;regel=nix`);
  await page.goto(link);
  assert.deepEqual(await letters(page), ['A', 'B', 'C']);
  assert.equal((await fetch(`${samfin.address}/api/v1/agreements/${samfin.id}/scenarios/${id}`, { method: 'DELETE', headers: { ...authorized(samfin), 'if-match': '"r1"' } })).status, 204);
  assert.equal((await page.goto(link)).status(), 200);
  const told = await page.locator('.notice').allTextContents();
  assert.deepEqual(told, [id, 'nope', 'ingen', 'nix'].map(what => `Länken nämner ${what}, som inte finns längre.`));
  assert.deepEqual(await letters(page), ['A', 'B']);
  assert.equal(await total(page, 1), '662 759 kr', 'the lever that is there is moved');
  assert.deepEqual(await violations(page), []);
  assert.equal((await page.goto(`${samfin.address}/jamfor?avtal=${id}`)).status(), 404, 'an agreement that is not there');
});

test('hostile names are text, wherever they stand', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  for (const name of ['<script>alert(1)</script>', '"><img src=x onerror=alert(2)>']) {
    await page.goto(address(samfin, 's=avtal&s=avtal;meetings=6&aktiv=1'));
    await page.locator('#spara-namn').fill(name);
    await page.locator('#spara-av').fill(name);
    await Promise.all([page.waitForNavigation(), page.locator('#spara button').click()]);
    const [saved] = (await scenarios()).filter(scenario => scenario.name === name);
    assert.equal(saved.author, name);
    await live(page, () => page.locator('[data-for=l-meetings]').fill('7'));
    const shown = { head: '.cmp .is-active .sc-name', panel: '#panel .sc-name', assumptions: '.as .is-active .sc-name' };
    for (const [where, part] of Object.entries(shown)) assert.ok((await page.locator(part).first().textContent()).includes(name), where);
    assert.equal(await page.locator('main :is(img, script)').count(), 0);
    assert.ok((await page.title()).startsWith('Jämför scenarier'));
  }
  await page.screenshot({ path: join(screenshots, 'jamfor-elaka-namn-1440-sv.png'), fullPage: true });
  const address2 = `${address(samfin, 's=avtal')}&s=${encodeURIComponent('avtal;<b>x</b>=1')}&visa=${encodeURIComponent('"><b>')}`;
  await page.goto(address2);
  assert.equal(await page.locator('main b').count(), 0);
  assert.ok(await page.getByText('Länken nämner <b>x</b>, som inte finns längre.').isVisible());
});

test('a form that another site sends stores nothing', async () => {
  const before = (await scenarios()).length;
  const { page, browser } = chrome;
  await page.goto(address(samfin, 's=avtal'));
  const csrf = await page.locator('#spara input[name=csrf]').inputValue();
  const cookie = (await browser.cookies()).map(({ name, value }) => `${name}=${value}`).join('; ');
  const send = (headers, token = csrf) => fetch(`${samfin.address}/jamfor/spara`, {
    method: 'POST', redirect: 'manual', body: new URLSearchParams({ fran: `avtal=${samfin.id}&s=avtal`, namn: 'Utifrån', csrf: token }), headers: { ...headers, cookie } });
  assert.equal((await send({ origin: samfin.address }, 'gissat')).status, 403, 'without the token');
  for (const headers of [{ 'sec-fetch-site': 'cross-site' }, { 'sec-fetch-site': 'same-site' }, { origin: 'https://example.org' }, { origin: 'null' }]) {
    const answer = await send(headers);
    const problem = await answer.json();
    assert.deepEqual([answer.status, problem.type], [403, '/problems/csrf-failed'], JSON.stringify(headers));
  }
  assert.equal((await scenarios()).length, before);
  assert.equal((await send({ origin: samfin.address })).status, 303, 'our own form');
  assert.equal((await scenarios()).length, before + 1);
});

test('everything works without script', async () => {
  const plain = await browse({ javaScriptEnabled: false });
  try {
    const { page } = plain;
    await enter(page, samfin);
    const press = button => Promise.all([page.waitForNavigation(), button.click()]);
    await page.goto(address(samfin, 's=avtal&s=avtal&aktiv=1'));
    for (const gone of ['#presentera', '#skrivut', '#lank', '[data-for=l-meetings]']) assert.equal(await page.locator(gone).isVisible(), false, gone);
    await page.locator('#l-meetings').fill('6');
    await page.locator('#bort-are').check();
    await press(page.getByRole('button', { name: 'Räkna om' }));
    assert.match(await finding(page), /^BOm Åre inte kan bidra saknas/);
    assert.match(await page.locator('.cmp .sc-diff').nth(1).textContent(), /Åre bidrar inte · Möten per år i vardera arenan 6 möten/);
    await page.locator('#visa-andel').check();
    await press(page.getByRole('button', { name: 'Uppdatera' }));
    assert.match(await page.locator('.cmp tbody .v').first().textContent(), /%/);
    await press(page.locator('#gor-kopiera'));
    assert.deepEqual(await letters(page), ['A', 'B', 'C']);
    await press(page.locator('#gor-utgangslage'));
    assert.equal(await page.locator('.cmp .sc-diff').nth(2).textContent(), 'Utgångsläge');
    await press(page.locator('#gor-aterstall'));
    assert.equal(await page.locator('#l-meetings').inputValue(), '4');
    await press(page.locator('#gor-ta-bort'));
    assert.deepEqual(await letters(page), ['A', 'B']);
    await press(page.locator('[data-aktiv="1"]'));
    await page.locator('#spara-namn').fill('Utan skript');
    await press(page.locator('#spara button'));
    assert.deepEqual(await page.locator('.cmp .sc-name').allTextContents(), ['Avtalet', 'Utan skript']);
    assert.equal((await scenarios()).filter(({ name }) => name === 'Utan skript').length, 1);
  } finally {
    await plain.stop();
  }
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
