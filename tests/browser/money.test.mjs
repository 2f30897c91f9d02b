// The pages about money in a browser: the bank's file, payments by hand, payout bases, organisations; with the main uses without script.
import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { api, browse, DESKTOP, NARROW, overflow, PHONE, screenshots, speak, start, violations } from './helper.mjs';

let samfin, chrome, plain, unpaid, pages;

/** A bank's notification of one payment to the demo's region. */
const camt = (message, amount, ocr) => `<?xml version="1.0" encoding="UTF-8"?><Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.054.001.08">
<BkToCstmrDbtCdtNtfctn><GrpHdr><MsgId>${message}</MsgId><CreDtTm>2027-10-14T06:00:00+01:00</CreDtTm></GrpHdr>
<Ntfctn><Id>${message}-1</Id><CreDtTm>2027-10-14T06:00:00+01:00</CreDtTm>
<Acct><Id><Othr><Id>1234004</Id><SchmeNm><Prtry>BGNR</Prtry></SchmeNm></Othr></Id><Ccy>SEK</Ccy></Acct>
<Ntry><Amt Ccy="SEK">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts><BookgDt><Dt>2027-10-13</Dt></BookgDt><ValDt><Dt>2027-10-13</Dt></ValDt>
<NtryDtls><TxDtls><Refs><AcctSvcrRef>${message}</AcctSvcrRef></Refs><Amt Ccy="SEK">${amount}</Amt><CdtDbtInd>CRDT</CdtDbtInd>
<RltdPties><Dbtr><Pty><Nm>Östersunds kommun</Nm></Pty></Dbtr></RltdPties>
${ocr ? `<RmtInf><Strd><CdtrRefInf><Tp><CdOrPrtry><Cd>SCOR</Cd></CdOrPrtry></Tp><Ref>${ocr}</Ref></CdtrRefInf></Strd></RmtInf>` : ''}</TxDtls></NtryDtls></Ntry></Ntfctn></BkToCstmrDbtCdtNtfctn></Document>`;
const file = (name, text) => ({ name, mimeType: 'text/xml', buffer: Buffer.from(text) });
const be = (page, role) => page.goto(`${samfin.address}/roll?som=${role}&sida=/hjalp`);
const said = async page => (await page.locator('main').innerText()).replaceAll('\u00a0', ' ');

before(async () => {
  samfin = await start();
  chrome = await browse();
  plain = await browse({ javaScriptEnabled: false });
  unpaid = (await api(samfin, 'GET', '/invoices?payment_status=overdue&form=invoice')).items;
  const [payment] = (await api(samfin, 'GET', '/payments')).items;
  const [organisation] = (await api(samfin, 'GET', '/organisations')).items;
  const payouts = (await api(samfin, 'GET', '/invoices?form=payout')).items;
  pages = {
    'bidrag-foreslaget': `/ar/2027/bidrag?part=${unpaid[0].document.buyer.party}&procent=50&orsak=late`, betalning: `/betalningar/${payment.id}`, 'betalning-ny': `/betalningar/ny?faktura=${unpaid[0].id}`,
    organisation: `/installningar/organisationer/${organisation.id}`,
    ...(payouts.length ? { utbetalning: `/utbetalningar/${payouts[0].id}` } : {}),
  };
});
after(async () => { await chrome?.stop(); await plain?.stop(); await samfin?.stop(); });

for (const lang of ['sv', 'en']) {
  for (const [width, size] of [['1440', DESKTOP], ['390', PHONE], ['320', NARROW]]) {
    test(`axe finds nothing on the pages about one thing, ${lang}, ${width} px`, async () => {
      const { page } = chrome;
      await page.setViewportSize(size);
      await speak(page, samfin.address, lang);
      for (const [name, path] of Object.entries(pages)) {
        assert.equal((await page.goto(samfin.address + path)).status(), 200, path);
        const folded = page.locator('details.fold:not([open]) > summary');
        while (await folded.count()) await folded.first().click();
        await page.screenshot({ path: join(screenshots, `${name}-${width}-${lang}.png`), fullPage: true });
        assert.deepEqual(await violations(page), [], name);
        assert.equal(await overflow(page), 0, `${name}: no sideways scroll`);
      }
    });
  }
}

test("the bank's file is imported, matched, and refused the second time, without script", async () => {
  const { page } = plain;
  await speak(page, samfin.address, 'sv');
  const [late] = unpaid, left = late.payment.left;
  await page.goto(`${samfin.address}/betalningar`);
  await page.getByRole('link', { name: 'Läs in bankens fil' }).click();
  await page.setInputFiles('#fil', file('trasig.xml', camt('A1', left, null).slice(0, 700)));
  await page.getByRole('button', { name: 'Läs in filen' }).click();
  assert.match(await page.locator('[role=alert]').innerText(), /inget av den har bokförts/);
  const whole = camt('A2', left, null);
  await page.setInputFiles('#fil', file('bg.xml', whole));
  await page.getByRole('button', { name: 'Läs in filen' }).click();
  assert.match(await said(page), /En betalning bokfördes, och den väntar på att matchas/);
  const import_ = page.url();
  await page.locator('table.money tbody th a').click();
  assert.equal(await page.locator('details.fold[open]').count(), 1, 'the step that waits stands open');
  await page.selectOption('#betala-forslag', late.id);
  await page.locator('#betala').getByRole('button').click();
  assert.ok((await said(page)).includes(late.document.issued.number));
  assert.equal((await api(samfin, 'GET', `/invoices/${late.id}`)).payment.left, '0.00');
  await page.goto(`${samfin.address}/betalningar/importera`);
  await page.setInputFiles('#fil', file('bg.xml', whole));
  await page.getByRole('button', { name: 'Läs in filen' }).click();
  await page.getByRole('link', { name: 'Visa den första inläsningen av filen' }).click();
  assert.equal(page.url(), import_);
});

test('a payment is registered by hand and taken back, without script; nothing typed is lost', async () => {
  const { page } = plain;
  const late = unpaid.at(-1);
  await page.goto(`${samfin.address}/betalningar/ny?faktura=${late.id}`);
  await page.fill('#belopp', '1 000,50');
  await page.fill('#dag', '2027-12-31');
  await page.getByRole('button', { name: 'Registrera betalningen' }).click();
  assert.match(await page.locator('#dag-fel').innerText(), /en dag som har varit/);
  assert.equal(await page.locator('#belopp').inputValue(), '1 000,50');
  await page.fill('#dag', '2027-10-14');
  await page.getByRole('button', { name: 'Registrera betalningen' }).click();
  assert.match(await said(page), /Inbetalning på 1 000,50 kr/);
  const here = page.url();
  await page.locator('#ta-tillbaka > summary').click();
  assert.match((await page.locator('#ta-tillbaka').innerText()).replaceAll('\u00a0', ' '), /1 000,50 kr blir åter kvar att betala/, 'what it will do');
  await page.fill('#ta-tillbaka-skal', 'Registrerad på fel faktura');
  await page.locator('#ta-tillbaka').getByRole('button').click();
  await page.goto(here);
  assert.match(await said(page), /återtagen/);
  assert.equal((await api(samfin, 'GET', `/invoices/${late.id}`)).payment.left, late.payment.left);
});

test('two who change an organisation: the second is told and sees both', async () => {
  const { page } = chrome;
  await speak(page, samfin.address, 'sv');
  await be(page, 'officer');
  await page.setViewportSize(DESKTOP);
  await page.goto(samfin.address + pages.organisation);
  await page.fill('#kontakt', 'Kim Karlsson');
  await plain.page.goto(samfin.address + pages.organisation);
  await plain.page.fill('#kontakt', 'Tove Test');
  await plain.page.fill('#bankgiro', '1234005');
  await plain.page.getByRole('button', { name: 'Spara' }).click();
  assert.match(await plain.page.locator('#bankgiro-fel').innerText(), /kontrollsiffra/, 'a digit is wrong');
  await plain.page.fill('#bankgiro', '123-4004');
  await plain.page.getByRole('button', { name: 'Spara' }).click();
  assert.equal(await plain.page.locator('#kontakt').inputValue(), 'Tove Test');
  await page.getByRole('button', { name: 'Spara' }).click();
  assert.match(await page.locator('[role=alert]').innerText(), /Någon annan har ändrat/);
  assert.equal(await page.evaluate(() => document.activeElement.getAttribute('role')), 'alert', 'the reader is taken there');
  assert.equal(await page.locator('#kontakt').inputValue(), 'Kim Karlsson');
  assert.match(await page.locator('.field', { has: page.locator('#kontakt') }).innerText(), /Tove Test/);
  assert.deepEqual(await violations(page), []);
  await page.getByRole('button', { name: 'Spara' }).click();
  assert.equal(await page.locator('[role=alert]').count(), 0);
  assert.equal(await page.locator('#kontakt').inputValue(), 'Kim Karlsson');
});

test('the books are fetched as a file, and a role without them sees no such form', async () => {
  const { page } = chrome;
  await be(page, 'officer');
  await page.goto(`${samfin.address}/installningar`);
  const [download] = await Promise.all([page.waitForEvent('download'), page.getByRole('button', { name: 'Hämta SIE' }).click()]);
  assert.match(download.suggestedFilename(), /\.si$/);
  await be(page, 'party_officer');
  await page.goto(`${samfin.address}/parter`);
  assert.equal(new URL(page.url()).pathname, '/parter/krokom', 'its own page');
  assert.equal(await page.locator('.documents tbody tr').count(), 2);
  assert.equal((await page.goto(`${samfin.address}/installningar`)).status(), 200);
  assert.equal(await page.locator('#utstallare').count(), 0);
  assert.equal((await page.goto(`${samfin.address}/parter/are`)).status(), 404);
  await be(page, 'officer');
});

test('nothing was asked for elsewhere, and the policy refused nothing', () => {
  for (const one of [chrome, plain]) assert.deepEqual([one.outside, one.complaints], [[], []]);
});
