// Case 2 (tests/cases/2-vo-no-consent.md): no consent to share, the parent brings the SMA on paper; seintjes by telephone.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import * as parents from './support/parents.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

const SITUATION = 'Yassin is vaak uitgeput en kan weinig zitten.';
const CONCLUSION = 'Onderwijs op school is niet mogelijk.';

let walk;
before(async () => { walk = await Walk.start(2); });
after(() => walk?.stop());

test('Yassin: the parent sends the SMA, exemption for two years', async () => {
  const { expected, child } = walk;
  const path = await swv.register(await walk.swv(), walk.case);
  await calls(await walk.swv(), path, /er is een aanvraag gedaan/, /2 maart 2026.*Arie van Dam, medewerker samenwerkingsverband/);
  const receipt = await walk.letter(await walk.swv(), path, /Wij hebben de aanvraag ontvangen, aan ouder 1/);

  await walk.day('2026-03-04');
  await swv.sitting(await walk.swv(), path, walk.case.sitting);
  await walk.day(walk.case.to_doctor);
  await swv.handOver(await walk.swv(), path);
  await expected.see('swv-holds-the-sitting-only', async () => {
    const desk = await walk.swv();
    await desk.open(path);
    await desk.sees('4 maart 2026');
    await desk.seesNot('Yassin', 'Amrani', 'spierziekte', 'Grothestraat', 'Lodenstein');
    await desk.press(/^Gedaan ?: Print de brief/);
    assert.equal(await desk.statusOf(new URL(receipt.url).pathname), 404, 'the letter is gone once it was posted');
    await desk.open(path);
    await desk.screenshot('sitting-only');
    await desk.open('/swv');
    await desk.seesNot('Yassin', 'Amrani');
  });

  const ggd = await doctor.openCase(await walk.doctor(), child);
  await (await walk.doctor()).sees('liever thuis leren, met hulp');
  await doctor.takeOn(await walk.doctor(), ggd);
  await doctor.plan(await walk.doctor(), ggd, '2026-03-31');
  await walk.day(walk.case.advice.established);
  await doctor.establish(await walk.doctor(), ggd, { ...walk.case.advice, gender: walk.case.child.gender, number: walk.case.child.bsn, situation: SITUATION, conclusion: CONCLUSION });
  await doctor.sendForReading(await walk.doctor(), ggd);
  const letter = await walk.letter(await walk.doctor(), ggd, /Lees het advies van de arts, aan ouder 1/);
  assert.match(letter.text, /U stuurt het advies zelf/, 'the parent is told to send it');
  assert.match(letter.text, /Gemeente Soest, Leerplicht Raadhuisstraat 1 3762 AB Soest/, 'where to');
  assert.match(letter.text, /uiterlijk op maandag 20 juli 2026/, 'and by when');

  await walk.day('2026-05-10');
  await expected.see('sma-closed-to-lpa', async () => {
    const desk = await walk.lpa();
    const closed = await lpa.openCase(desk, child);
    await desk.seesNot(SITUATION, CONCLUSION, 'Grothestraat', '123456782', 'spierziekte', '30 augustus 2011', 'Fatima');
    assert.equal((await desk.timeline()).length, 1, 'the seintje and nothing else');
    assert.notEqual(await desk.statusOf(`${closed}/toekennen`), 200);
    await walk.onlyFor([letter], desk, await walk.swv());
    await desk.screenshot('closed');
  });

  await walk.day(walk.case.notification.handed_over);
  const town = await lpa.openCase(await walk.lpa(), child);
  await lpa.receive(await walk.lpa(), walk.case, { situation: SITUATION, conclusion: CONCLUSION, doctor: 'dr. E. Bos' });
  await expected.see('statement-good-until', async () => { await (await walk.lpa()).sees('20 juli 2026'); });

  await walk.day(walk.case.decision.on);
  await (await walk.lpa()).open(town);
  await lpa.grant(await walk.lpa(), { from: walk.case.decision.from, years: 2 });
  await (await walk.lpa()).sees('18 mei 2026', '17 mei 2028');
  await expected.see('notification-dates', async () => {
    await (await walk.lpa()).sees(/(1 juli|30 juni) 2026/, /(1 juli|30 juni) 2027/, '30 maart 2027');
    await (await walk.lpa()).screenshot('granted');
    const decision = await walk.letter(await walk.lpa(), town, /Besluit: vrijstelling van school, aan ouder 1/);
    for (const date of ['18 mei 2026', '17 mei 2028', '30 juni 2026', '30 juni 2027', '30 maart 2027']) {
      assert.ok(decision.text.includes(date), date);
    }
    for (const line of [/Burgemeester Grothestraat 5/, /3761 CK Soest/i, /Bij zorgen kunt u altijd contact opnemen met leerplicht/]) {
      assert.match(decision.text, line);
    }
    assert.doesNotMatch(decision.text, /123456782|BSN|uitgeput|spierziekte/);
  });
  await expected.see('seintjes-by-telephone', async () => {
    await calls(await walk.lpa(), town, /de vrijstelling is toegekend/, /18 mei 2026.*Ton Willems, leerplichtambtenaar/);
  });
  await expected.see('no-seintje-to-local-team', async () => {
    const desk = await walk.at('Lariks');
    await desk.open('/lokaal-team');
    await desk.seesNot('Yassin', 'Amrani');
    const told = await (await walk.lpa()).text();
    assert.doesNotMatch(told, /Seintje gegeven aan het lokale team/);
  });
  const parent = await walk.guest('parent');
  await parents.enter(parent, parents.linkIn(letter.joined), walk.case.child.born);
  await walk.timelines({ [walk.case.swv]: path, [walk.case.ggd]: ggd, 'Gemeente Soest': town, 'ouder 1': parent });
  await walk.mailed({
    'ggd@post.tom.example': ['pointer'],
    'f.elamrani@example.com': ['link'],
    // Nobody took a step between the appointment that was planned and the SMA of 20 April: that is longer than 30 working days.
    'arts@tom.example': ['reminder'],
    'arts2@tom.example': ['reminder'],
  });
  expected.done();
});

/** The seintje is a task whose doing is recorded in the timeline. */
async function calls(desk, path, notice, whoAndWhen) {
  await desk.open(path);
  await desk.screenshot('call');
  await desk.press(/^Gedaan ?: .*seintje/);
  await desk.open(path);
  const called = (await desk.timeline()).filter((line) => /Gebeld met het seintje/.test(line) && notice.test(line));
  assert.equal(called.length, 1, (await desk.timeline()).join('\n'));
  assert.match(called[0], /Alleen de naam is genoemd/);
  assert.match(called[0], whoAndWhen);
}
