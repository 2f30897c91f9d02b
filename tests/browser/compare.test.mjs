// How the comparison looks: accessible with a shortfall in it, on paper, on a projector, and for agreements of every kind.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { address, AGREEMENT, finding, FOUR, serve, SIX, store, total } from './compare.mjs';
import { api, browse, DESKTOP, enter, NARROW, overflow, PHONE, PROJECTOR, screenshots, sheets, speak, violations } from './helper.mjs';

let samfin, chrome;
before(async () => { samfin = await serve(); chrome = await browse(); await enter(chrome.page, samfin); });
after(async () => { await chrome?.stop(); await samfin?.stop(); });

const picture = (page, name) => page.screenshot({ path: join(screenshots, `${name}.png`), fullPage: true });

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    test(`four columns, one with a shortfall: axe finds nothing, ${lang}, ${width} px`, async () => {
      const { page } = chrome;
      await page.setViewportSize(size);
      await speak(page, samfin.address, lang);
      await page.goto(address(samfin, `${FOUR}&aktiv=3`));
      await picture(page, `jamfor-fyra-${width}-${lang}`);
      assert.deepEqual(await violations(page), []);
      assert.equal(await overflow(page), 0, 'no sideways scroll');
    });
  }

  test(`the hand-out is two tagged pages of landscape A4, ${lang}`, async () => {
    const { page } = chrome;
    await page.setViewportSize(DESKTOP);
    await speak(page, samfin.address, lang);
    await page.goto(address(samfin, `${FOUR}&aktiv=3`));
    const pdf = await page.pdf({ path: join(screenshots, `jamfor-${lang}.pdf`), preferCSSPageSize: true, printBackground: true, tagged: true });
    assert.deepEqual(sheets(pdf), { pages: 2, width: 842, height: 595, tagged: true });
    await page.goto(address(samfin, ''));
    assert.equal(sheets(await page.pdf({ preferCSSPageSize: true })).pages, 2, 'as the page opens');
    await page.emulateMedia({ media: 'print' });
    for (const hidden of ['.panel', '.does', '.choices', '#spara', '.top', '#resultat > .more']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    for (const shown of ['.finding', '.cmp', '.lasting', '.mx', '.only-print']) assert.ok(await page.locator(shown).isVisible(), shown);
    await page.emulateMedia({ media: null });
  });
}

test('six columns: the amounts stay in their cells, and names of two hundred letters do too', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await speak(page, samfin.address, 'sv');
  const { id } = await api(samfin, 'POST', `/agreements/${samfin.id}/scenarios`, { name: 'Nämndens långa förslag '.repeat(8).trim() });
  for (const [name, query] of [['sex', SIX], ['langa-namn', `${FOUR}&s=${id}&s=${id};meetings=8`]]) {
    await page.goto(address(samfin, `${query}&aktiv=4`));
    await picture(page, `jamfor-${name}-1440-sv`);
    assert.equal(await page.locator('#aktiv-5').count(), 1);
    assert.equal(await page.locator('#gor-kopiera').count(), 0, 'there is no room for a seventh');
    assert.equal(await overflow(page), 0);
    const outside = await page.evaluate(() => [...document.querySelectorAll('.cmp :is(th, td) :is(.v, .d, .p-name, .sc-name, .sc-total, .sc-diff)')]
      .filter(part => part.getBoundingClientRect().right > part.closest('th, td').getBoundingClientRect().right + .5).map(part => part.textContent));
    assert.deepEqual(outside, []);
    assert.deepEqual(await violations(page), []);
  }
});

test('no text is smaller than 12 px, and none outside the figures smaller than 13', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await page.goto(address(samfin, `${FOUR}&aktiv=3`));
  const small = await page.evaluate(() => {
    const walk = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT), found = new Set();
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement, style = getComputedStyle(parent);
      if (!walk.currentNode.data.trim() || parent.closest('.sr, script, title, desc, noscript') || !parent.getClientRects().length) continue;
      if (parseFloat(style.fontSize) < (parent.closest('svg, .mx, .scale') ? 12 : 13)) found.add(`${parent.className || parent.localName} ${style.fontSize}`);
    }
    return [...found];
  });
  assert.deepEqual(small, []);
  const scale = await page.locator('svg.fig').evaluateAll(all => all.map(svg => svg.getBoundingClientRect().width / svg.viewBox.baseVal.width));
  assert.ok(scale.length === 2 && scale.every(factor => factor > .95), `the figures are drawn at ${scale}`);
});

test('there is one primary button', async () => {
  const { page } = chrome;
  await page.goto(address(samfin, `${FOUR}&aktiv=3`));
  const primary = page.locator('.btn-p:visible');
  assert.deepEqual(await primary.allTextContents(), ['Presentera']);
});

test('a projector shows the whole table, without anything over it', async () => {
  const { page } = chrome;
  await page.setViewportSize(PROJECTOR);
  for (const [name, query] of [['fyra', `${FOUR}&aktiv=3`], ['sex', `${SIX}&aktiv=5`]]) {
    await page.goto(address(samfin, query));
    await page.keyboard.press('p');
    await page.screenshot({ path: join(screenshots, `jamfor-projektor-${name}.png`) });
    assert.equal(await page.evaluate(() => scrollY), 0);
    const { bottom, right } = await page.locator('.cmp').evaluate(table => table.getBoundingClientRect().toJSON());
    assert.ok(bottom <= PROJECTOR.height && right <= PROJECTOR.width, `${name}: the table ends at ${right} × ${bottom}`);
    const covered = await page.locator('.cmp tfoot td').last().evaluate(cell => {
      const { left, top, width, height } = cell.getBoundingClientRect();
      return !cell.contains(document.elementFromPoint(left + width / 2, top + height / 2));
    });
    assert.equal(covered, false, `${name}: the sum can be seen`);
    for (const hidden of ['.top', '#spara', '#skrivut', '.foot']) assert.equal(await page.locator(hidden).first().isVisible(), false, hidden);
    assert.deepEqual(await violations(page), []);
    await page.keyboard.press('Escape');
    assert.ok(await page.locator('#skrivut').isVisible());
  }
});

const party = (id, kind = 'municipality') => ({ id, name: `${id} kommun`, kind });
const cost = { id: 'hall', name: 'Lokal', type: 'purchase', amount: { per_year: '100000.00' }, key: { type: 'equal' } };
const agreement = (name, parties, more = {}) =>
  ({ name, currency: 'SEK', valid_from: '2027-01-01', host: parties[0].id, parties, costs: [cost], ...more });
const many = Array.from({ length: 24 }, (_, i) => party(`kommun${i + 1}`));

/** Agreements unlike the usual one, and what the page must still say of them. */
const KINDS = {
  'one party': [agreement('Ensam', [party('a')]), '100 000 kr'],
  'no region and no levers': [agreement('Två', [party('a'), party('b')]), 'Avtalet har inga reglage.'],
  'regions only': [agreement('Regioner', [party('a', 'region'), party('b', 'region')]), 'Om en eller två faller bort'],
  'twenty-five parties': [agreement('Många', [{ id: 'r', name: 'Region Väst', kind: 'region' }, ...many]), 'De första 15 av 24 visas.'],
  'no costs': [{ ...agreement('Inget', [party('a'), party('b')]), costs: [] }, 'Det finns inga kostnader att visa det här året.'],
};

for (const [kind, [document, says]] of Object.entries(KINDS)) {
  test(`an agreement with ${kind} is compared too`, async () => {
    const { page } = chrome;
    const { id } = await store(samfin, document);
    await speak(page, samfin.address, 'sv');
    for (const [width, size] of [['1440', DESKTOP], ['390', PHONE]]) {
      await page.setViewportSize(size);
      for (const query of ['', `s=avtal&s=avtal;bort=${document.parties.at(-1).id}&aktiv=1`]) {
        const answer = await page.goto(address(samfin, query, id));
        assert.equal(answer.status(), 200);
        const text = (await page.locator('main').textContent()).replaceAll('\u00a0', ' ');
        assert.ok(text.includes(says), `${query}: ${text}`);
        assert.equal(await overflow(page), 0);
      }
      assert.deepEqual(await violations(page), []);
      await picture(page, `jamfor-${kind.replaceAll(' ', '-')}-${width}-sv`);
    }
  });
}

test('the page opens in the first year that the agreement applies, whoever has adopted it', async () => {
  const { page } = chrome;
  await page.setViewportSize(DESKTOP);
  await page.goto(`${samfin.address}/jamfor?avtal=${samfin.id}`);
  assert.equal(await page.locator('#ar').inputValue(), '2027');
  assert.equal(await total(page, 0), '523 636 kr');
  assert.match(await finding(page), /^AAvtalet kostar 523 636 kr år 2027\. Regionen betalar 232 577 kr/);
  assert.equal(AGREEMENT.valid_from, '2027-01-01');
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  assert.deepEqual(chrome.outside, []);
  assert.deepEqual(chrome.complaints, []);
});
