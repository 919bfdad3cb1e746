// Case 3 (tests/cases/3-vo-sixteen.md): sixteen years old, consents alone; one parent's address is not known.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import { kindOf } from './support/mail.mjs';
import * as parents from './support/parents.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

const SITUATION = 'Sam raakt in paniek in drukke ruimtes.';
const CONCLUSION = 'Onderwijs op school lukt nu niet.';

let walk;
before(async () => { walk = await Walk.start(3); });
after(() => walk?.stop());

test('Sam: decides alone, and the letters say nothing of what the SMA says', async () => {
  const { expected, child } = walk;
  const path = await swv.register(await walk.swv(), walk.case);
  await expected.see('consent-without-parents', async () => {
    const desk = await walk.swv();
    await desk.open(path);
    await desk.seesNot('Wat er nog ontbreekt');
    await desk.sees(/Aanvraag getekend\s+ouder 1 op 28 februari 2026/, /Toestemming getekend\s+de leerling op 28 februari 2026/);
    await desk.screenshot('complete');
  });
  await expected.see('unknown-address-is-a-task', async () => {
    await (await walk.swv()).sees(/Wat u moet doen/, /ouder 2/);
  });

  await walk.day('2026-03-06');
  await swv.sitting(await walk.swv(), path, walk.case.sitting);
  await walk.day(walk.case.to_doctor);
  await swv.handOver(await walk.swv(), path);

  const ggd = await doctor.openCase(await walk.doctor(), child);
  await doctor.takeOn(await walk.doctor(), ggd);
  await doctor.plan(await walk.doctor(), ggd, '2026-03-24');
  await walk.day(walk.case.advice.established);
  await doctor.establish(await walk.doctor(), ggd, { ...walk.case.advice, gender: walk.case.child.gender, number: walk.case.child.bsn, situation: SITUATION, conclusion: CONCLUSION });
  await doctor.sendForReading(await walk.doctor(), ggd);
  await (await walk.doctor()).sees(/adres[^.]*: ouder 2/i);
  const toSam = await walk.letter(await walk.doctor(), ggd, /Lees het advies van de arts, aan de leerling/);
  const toParent = await walk.letter(await walk.doctor(), ggd, /Wilt u de kennisgeving invullen\?, aan ouder 1/);
  for (const said of [SITUATION, CONCLUSION]) assert.ok(!toParent.text.includes(said));
  assert.ok(!toParent.joined.includes('/mijn/') || !toParent.joined.includes(parents.linkIn(toSam.joined)), 'not the link of Sam');
  assert.equal(await (await walk.doctor()).page.getByRole('link', { name: /Sociaal Medisch Advies.*ouder/ }).count(), 0);

  const mail = await walk.mailTo(walk.case.parents[0].email);
  assert.equal(kindOf(mail, walk.demo.url), 'link');

  await walk.day(walk.case.parents_released);
  const parent = await walk.guest('parent');
  await parents.enter(parent, parents.linkIn(mail.text), walk.case.child.born);
  await parent.seesNot(SITUATION, CONCLUSION, 'Het advies van de arts lezen', 'Het advies vrijgeven');
  await parents.notify(parent, walk.case.municipality);
  const sam = await walk.guest('Sam');
  await parents.enter(sam, parents.linkIn(toSam.joined), walk.case.child.born);
  assert.ok((await parents.readAdvice(sam)).includes(SITUATION));
  await parents.release(sam);

  await walk.day(walk.case.decision.on);
  const town = await lpa.openCase(await walk.lpa(), child);
  await expected.see('statement-good-until', async () => { await (await walk.lpa()).sees('30 juni 2026'); });
  await lpa.grant(await walk.lpa(), { from: walk.case.decision.from, years: 1 });
  await expected.see('decision-dates', async () => {
    await (await walk.lpa()).sees('2 april 2026', '1 april 2027');
    await (await walk.lpa()).screenshot('granted');
  });
  await expected.see('letter-without-content', async () => {
    for (const who of ['de leerling', 'ouder 1']) {
      const letter = await walk.letter(await walk.lpa(), town, new RegExp(`Besluit: vrijstelling van school, aan ${who}`));
      assert.match(letter.text, /Stadsring 71/);
      assert.match(letter.text, /1 april 2027/);
      assert.match(letter.text, /Bij zorgen kunt u altijd contact opnemen met leerplicht/);
      assert.doesNotMatch(letter.text, /paniek|uitputting|lukt nu niet|999996630|BSN/);
    }
    assert.equal(await (await walk.lpa()).page.getByRole('link', { name: /aan ouder 2/ }).count(), 0);
  });
  await walk.timelines({ [walk.case.swv]: path, [walk.case.ggd]: ggd, 'Gemeente Amersfoort': town, 'de leerling': sam, 'ouder 1': parent });
  await walk.mailed({
    'amersfoort@post.tom.example': ['pointer', 'pointer'],
    'ggd@post.tom.example': ['pointer'],
    'sam.j@example.nl': ['link'],
    'p.jansen@example.nl': ['link'],
    'swv.eemland@tom.example': ['reminder'],
  });

  await walk.day('2026-05-04');
  const papers = async () => (await walk.lpa()).page.locator('a.document').allTextContents();
  await expected.see('withdrawal', async () => {
    await (await walk.lpa()).open(town);
    await (await walk.lpa()).sees(SITUATION);
    const before = await papers();
    const later = await walk.guest('Sam');
    await parents.enter(later, parents.linkIn(toSam.joined), walk.case.child.born);
    await parents.withdraw(later, 'Het advies van de arts delen met de leerplichtambtenaar');
    await later.sees(/Ingetrokken door de leerling op 4 mei 2026, op de eigen pagina/);
    await (await walk.lpa()).open(town);
    await (await walk.lpa()).sees(child, '2 april 2026', '1 april 2027', 'De toestemming is ingetrokken', '999996630');
    await (await walk.lpa()).seesNot(SITUATION, CONCLUSION);
    await (await walk.lpa()).screenshot('withdrawn');
    assert.deepEqual(await papers(), before, 'what happened before stays');
    await (await walk.doctor()).open(ggd);
    await (await walk.doctor()).sees(SITUATION);
  });
  expected.done();
});
