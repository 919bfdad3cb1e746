// What people do beside the path of a case: search by name, answer a request about personal data, read who looked, break the glass and
// review it, ask a consent for something new, keep the scan of a signed paper. On the demo's own cases.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { Demo } from './support/demo.mjs';
import * as parents from './support/parents.mjs';

const NOOR = readCase(1);
const REASON = 'De ouders bellen nu en mijn collega is ziek.';

let browser, demo;
before(async () => {
  demo = await Demo.start({ empty: false });
  browser = await Browser.start('daily-work');
});
after(async () => {
  await browser?.stop();
  await demo?.stop();
});

test('an SWV finds a pupil by a part of the name, and no other party\'s', async () => {
  const desk = await at('swv.deeem@tom.example');
  await desk.follow('Zoeken');
  await desk.fill({ 'Naam van de leerling': 'noor' });
  await desk.press('Zoeken');
  const found = await desk.entries('Gevonden');
  assert.equal(found.length, 1, found.join('\n'));
  assert.match(found[0], new RegExp(`^${NOOR.child.first}`));
  await desk.screenshot('found');
  await desk.fill({ 'Naam van de leerling': 'yassin' });
  await desk.press('Zoeken');
  await desk.sees('Geen leerling gevonden');
});

test('a request is registered, answered by letter, and its export holds what is kept', async () => {
  const desk = await at('swv.deeem@tom.example');
  const path = await caseOf(desk, '/swv', NOOR.child.first);
  await desk.follow('Verzoek vastleggen');
  await desk.fill({
    'Welk verzoek is het?': { choose: 'Inzage' },
    'Wie doet het verzoek?': { choose: /^Marieke/ },
    'Ik heb gecontroleerd wie het verzoek doet': true,
    'Datum van ontvangst': { date: '2026-03-25' },
    'Wat is de vraag?': 'Wat hebben jullie over Noor?',
  });
  await desk.screenshot('request');
  await desk.press('Verzoek vastleggen');
  assert.deepEqual(await desk.errors(), []);
  const request = new URL(desk.page.url()).pathname;
  const all = await desk.download(/Alles wat u bewaart/);
  for (const text of [NOOR.child.last, 'Wat hebben jullie over Noor?']) assert.ok(all.text.includes(text), text);
  await desk.fill({ 'Wat is het antwoord?': { choose: 'Wij doen wat wordt gevraagd' }, 'Tekst van de brief': 'Hierbij krijgt u het overzicht.' });
  await desk.press('Antwoord geven');
  assert.deepEqual(await desk.errors(), []);
  await desk.open(request);
  await desk.sees('Hierbij krijgt u het overzicht.');
  const letter = await letterOn(desk, request, /Uw verzoek over persoonsgegevens/);
  assert.ok(letter.text.includes('Hierbij krijgt u het overzicht.'));
  assert.notEqual(path, request);
});

test('a parent reads which organisation looked, when and why, and no employee\'s name', async () => {
  const reader = await browser.visitor(demo.url, 'post');
  const mail = (await demo.mails(reader, 2)).find((one) => one.text.includes('/mijn/'));
  const parent = await browser.visitor(demo.url, 'parent', 'phone');
  await parents.enter(parent, parents.linkIn(mail.text), NOOR.child.born);
  await parent.follow(/gekeken/);
  const looks = await parent.entries('Bekeken');
  assert.ok(looks.length > 3, looks.join('\n'));
  await parent.sees('GGD regio Utrecht', 'SWV de Eem', 'U zelf');
  await parent.seesNot('dr. E. Bos', 'Hanna Mulder');
  await parent.screenshot('looks');
});

test('a doctor breaks the glass of a colleague\'s case, and the FG reads the reason', async () => {
  const colleague = await at('arts@tom.example');
  const path = await caseOf(colleague, '/arts', NOOR.child.first);
  const other = await at('arts2@tom.example');
  assert.equal(await other.statusOf(path), 404, 'not there without breaking the glass');
  await other.open(`/noodtoegang/${path.split('/').pop()}`);
  await other.fill({ Reden: 'kort', Wachtwoord: demo.users[0].password });
  await other.press('Zaak een uur openen');
  assert.equal((await other.errors()).length, 1, 'a reason is no word');
  await other.fill({ Reden: REASON, Wachtwoord: demo.users[0].password });
  await other.press('Zaak een uur openen');
  await other.sees(NOOR.child.first);
  const officer = await at('fg@tom.example');
  await officer.follow('Noodtoegang');
  const broken = await officer.entries('Noodtoegang');
  assert.ok(broken.some((line) => line.includes(REASON)), broken.join('\n'));
  await officer.seesNot(NOOR.child.last);
  await officer.screenshot('glasses');
});

test('the scan of a signed paper is kept, and only then the paper can go', async () => {
  const desk = await at('swv.deeem@tom.example');
  const path = await caseOf(desk, '/swv', NOOR.child.first);
  await desk.follow('Document of scan toevoegen');
  await desk.choose(desk.page.getByRole('group', { name: 'Wat voegt u toe?' }), 'Het getekende formulier met de toestemming');
  await desk.page.getByLabel('Het bestand').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('geen pdf') });
  await desk.press('Document bewaren');
  assert.equal((await desk.errors()).length, 1, 'what it is, not what it is called');
  await desk.choose(desk.page.getByRole('group', { name: 'Wat voegt u toe?' }), 'Het getekende formulier met de toestemming');
  await desk.page.getByLabel('Het bestand').setInputFiles({ name: 'scan.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7 getekend\n%%EOF') });
  await desk.press('Document bewaren');
  assert.deepEqual(await desk.errors(), []);
  await desk.open(path);
  await desk.sees(/Vernietig/);
});

test('a consent for something new is asked, and without it a partner hears the case without data', async () => {
  const desk = await at('arts@tom.example');
  const path = await caseOf(desk, '/arts', NOOR.child.first);
  await desk.follow('Toestemming bekijken, intrekken of geven');
  await desk.follow(/^Nieuwe toestemming vragen/);
  await desk.fill({
    'Welke organisatie krijgt de gegevens?': { choose: 'Sociaal team Soest' },
    'Wie krijgt ze daar?': { choose: 'Jeugdwerker van het wijkteam of CJG' },
    Gezondheid: true,
    'Waarvoor?': 'Samen kijken welke hulp thuis past.',
  });
  await desk.screenshot('ask');
  await desk.press('Toestemming vragen');
  assert.deepEqual(await desk.errors(), []);
  await desk.sees('Gegevens delen met Sociaal team Soest', 'Wacht op ouder 1 en ouder 2');
  await desk.screenshot('asked');
  const letter = await letterOn(desk, path, /Mogen wij gegevens delen\?, aan ouder 1/);
  assert.match(letter.text, /Sociaal team Soest/);
});

async function at(email) {
  const visitor = await browser.visitor(demo.url, email);
  await visitor.signIn(demo.users.find((user) => user.email === email));
  return visitor;
}

async function caseOf(visitor, desk, name) {
  await visitor.open(desk);
  await visitor.follow(new RegExp(`^${name}`));
  return new URL(visitor.page.url()).pathname;
}

/** The letter with this name, once it is set. */
async function letterOn(visitor, path, name) {
  for (let tries = 0; tries < 60; tries += 1) {
    await visitor.open(path);
    if (await visitor.page.getByRole('link', { name }).count()) return visitor.download(name);
    await new Promise((resolve) => setTimeout(resolve, 250));
  }
  throw new Error(`no letter ${name} at ${path}:\n${await visitor.text()}`);
}
