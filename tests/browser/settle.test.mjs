// A year is settled from outcome to closed by keyboard alone; the pages around it are accessible and within the window.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { browse, DESKTOP, enter, NARROW, overflow, PHONE, screenshots, speak, violations } from './helper.mjs';
import { attest, issuedYear } from './settle.mjs';

let made, chrome;
before(async () => { made = await issuedYear(); chrome = await browse(); await enter(chrome.page, made.samfin); });
after(async () => { await chrome?.stop(); await made?.samfin.stop(); });

/** Moves with Tab alone until what has the focus is what `wanted` says. */
async function tabTo(page, wanted) {
  for (let presses = 0; presses < 150; presses++) {
    await page.keyboard.press('Tab');
    if (await page.evaluate(wanted)) return;
  }
  assert.fail(`not reached with Tab: ${wanted}`);
}

/** Goes to the one filled button of the page and presses it. */
async function takeTheStep(page, says) {
  await tabTo(page, `document.activeElement.matches('main .btn-p')`);
  assert.equal(await page.evaluate(() => document.activeElement.textContent.trim()), says);
  assert.equal(await page.locator('main .btn-p').count(), 1, 'one step to take now');
  await page.keyboard.press('Enter');
}

/** Writes in the field that Tab leads to. */
async function write(page, id, text) {
  await tabTo(page, `document.activeElement.id === '${id}'`);
  await page.keyboard.type(text);
}

/** Writes a day in the field that Tab leads to, in the order in which the browser's own language has it. */
async function writeDay(page, id, day) {
  const [year, month, date] = day.split('-');
  await tabTo(page, `document.activeElement.id === '${id}'`);
  for (const typed of [year + month + date, month + date + year, date + month + year]) {
    await page.keyboard.type(typed);
    if (await page.inputValue(`#${id}`) === day) return;
    // Back to the first part of the day.
    for (let part = 0; part < 2; part++) await page.keyboard.press('ArrowLeft');
  }
  assert.fail(`the day could not be typed: ${await page.inputValue(`#${id}`)}`);
}

for (const [name, options] of [['with script', {}], ['without script', { javaScriptEnabled: false }]]) {
  test(`a year is settled and closed by keyboard alone, ${name}`, async () => {
    const own = await issuedYear();
    const { page, stop } = await browse(options);
    const { address } = own.samfin;
    try {
      await speak(page, address, 'sv');
      await enter(page, own.samfin);
      await page.goto(`${address}/ar/2027`);
      await takeTheStep(page, 'Registrera utfall');
      await page.waitForURL(/utfall/);
      await writeDay(page, 'lagg-till-dag', '2027-03-01');
      await write(page, 'lagg-till-vad', 'Hyra');
      await write(page, 'lagg-till-belopp', '1 300,00');
      await tabTo(page, `document.activeElement.matches('#lagg-till button')`);
      await page.keyboard.press('Enter');
      await page.waitForSelector('text=Hyra');
      await page.goto(`${address}/ar/2027`);
      await takeTheStep(page, 'Gör slutavräkning');
      await page.waitForURL(/slutavrakning/);
      assert.match((await page.locator('main').innerText()).replaceAll('\u00a0', ' '), /Åre kommun får en tilläggsfaktura på 100,00 kr/);
      await write(page, 'slutavrakna-beslut', 'HSN 2028/9 § 3');
      await takeTheStep(page, 'Gör slutavräkning');
      await page.waitForSelector('text=Året är slutavräknat enligt HSN 2028/9 § 3.');
      // Somebody else attests; the officer issues them together.
      await page.waitForSelector('text=utkast väntar på attest av någon annan.');
      await attest(own);
      await page.reload();
      await takeTheStep(page, 'Ta hand om utkasten');
      await page.waitForURL(/visa=utkast/);
      for (const party of ['Åre', 'Bergs']) {
        await tabTo(page, `document.activeElement.name === 'v' && document.activeElement.closest('tr').innerText.includes('${party}')`);
        await page.keyboard.press('Space');
      }
      await tabTo(page, `document.activeElement.value === 'utfarda'`);
      await page.keyboard.press('Enter');
      await page.waitForURL(/fakturor\/valda/);
      await takeTheStep(page, 'Utfärda 2 fakturor');
      await page.waitForURL(/fakturor\/utfardade/);
      await page.goto(`${address}/ar/2027`);
      await takeTheStep(page, 'Stäng året');
      await page.waitForURL(/slutavrakning/);
      await write(page, 'stang-bekrafta', '2027');
      await takeTheStep(page, 'Stäng året');
      await page.waitForSelector('#stang', { state: 'detached' });
      await page.goto(`${address}/ar/2027`);
      assert.equal(await page.locator('.head .mark').innerText(), 'Stängt');
      assert.equal(await page.locator('main .btn-p').count(), 0, 'nothing is left to do');
    } finally {
      await stop();
      await own.samfin.stop();
    }
  });
}

test('what a decision does to every party is shown before it is registered, then the year is corrected', async () => {
  const { page } = chrome;
  const { address } = made.samfin;
  await page.setViewportSize(DESKTOP);
  await speak(page, address, 'sv');
  await page.goto(`${address}/ar/2027/bidrag`);
  await page.selectOption('#part', 'berg');
  await page.fill('#procent', '40');
  await page.selectOption('#orsak', 'partial_budget');
  await page.fill('#beslut', 'KF § 188');
  await page.fill('#dag', '2026-11-24');
  await page.keyboard.press('Enter');
  const effect = page.locator('#verkan');
  assert.match((await effect.innerText()).replaceAll('\u00a0', ' '), /Bergs kommun bidrar inte med 200,00 kr\./);
  assert.ok(await effect.evaluate(found => found === document.activeElement), 'the focus is on what it does');
  assert.equal(await page.locator('#beslut').inputValue(), 'KF § 188', 'nothing typed is lost');
  await look(page, 'bidrag-verkan');
  await page.getByRole('button', { name: 'Registrera beslutet' }).click();
  await page.waitForSelector('#ratta');
  await page.fill('#ratta-skal', 'Bergs beslut');
  await page.locator('#ratta button').click();
  await page.waitForURL(/\/ar\/2027\?/);
  await page.goto(`${address}/ar/2027/sena-pengar`);
  await page.selectOption('#part', 'berg');
  await page.fill('#belopp', '50');
  await page.fill('#dag', '2026-11-30');
  await page.keyboard.press('Enter');
  assert.match((await page.locator('#verkan').innerText()).replaceAll('\u00a0', ' '), /Åre kommun får 25,00 kr/);
  await look(page, 'sena-pengar-verkan');
  await page.getByRole('button', { name: 'Registrera betalningen' }).click();
  await page.waitForSelector('#skapa-1');
});

/** What is on the screen has nothing that axe finds, and no sideways scroll, at three widths. */
async function look(page, name) {
  for (const [width, size] of [['390', PHONE], ['320', NARROW], ['1440', DESKTOP]]) {
    await page.setViewportSize(size);
    await page.screenshot({ path: join(screenshots, `${name}-${width}.png`), fullPage: true });
    assert.deepEqual(await violations(page), [], `${name}, ${width} px`);
    assert.equal(await overflow(page), 0, `${name}: no sideways scroll at ${width} px`);
  }
}

for (const lang of ['sv', 'en']) {
  test(`axe finds nothing on the pages about a year and what is kept, ${lang}`, async () => {
    const { page } = chrome;
    const { address, key } = made.samfin;
    await speak(page, address, lang);
    const headers = { authorization: `Bearer ${key}` };
    const { items: [organisation] } = await (await fetch(`${address}/api/v1/organisations`, { headers })).json();
    for (const [name, path] of Object.entries({
      'ar-bidrag': '/ar/2027/bidrag', 'ar-sena-pengar': '/ar/2027/sena-pengar', 'ar-moten': '/ar/2027/moten', delade: '/delade',
      layouter: `/installningar/organisationer/${organisation.id}/layouter`, rantor: '/installningar/referensrantor', kundreskontra: '/fakturor/kundreskontra',
    })) {
      assert.equal((await page.goto(address + path)).status(), 200, path);
      await page.evaluate(() => document.querySelectorAll('details.fold').forEach(fold => { fold.open = true; }));
      await look(page, `${name}-${lang}`);
    }
  });
}

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
