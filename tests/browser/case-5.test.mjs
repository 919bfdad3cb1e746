// Case 5 (tests/cases/5-po-fit.md): the doctor finds the child fit for school.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import * as parents from './support/parents.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

const SITUATION = 'Mei is goed hersteld.';
const CONCLUSION = 'Mei kan naar school, met een opbouw.';

let walk;
before(async () => { walk = await Walk.start(5); });
after(() => walk?.stop());

test('Mei: fit for school, so no exemption', async () => {
  const { expected, child } = walk;
  const path = await swv.register(await walk.swv(), walk.case);
  await walk.day('2026-03-06');
  await swv.sitting(await walk.swv(), path, { on: '2026-03-06' });
  await walk.day(walk.case.to_doctor);
  await swv.handOver(await walk.swv(), path);
  const seen = await lpa.openCase(await walk.lpa(), child);

  const ggd = await doctor.openCase(await walk.doctor(), child);
  await doctor.takeOn(await walk.doctor(), ggd);
  await doctor.plan(await walk.doctor(), ggd, '2026-03-24');
  await walk.day(walk.case.advice.established);
  await doctor.establish(await walk.doctor(), ggd, { ...walk.case.advice, gender: 'v', number: '999996630', situation: SITUATION, conclusion: CONCLUSION });

  await expected.see('parent-gets-advice-and-letter', async () => {
    const letter = await walk.letter(await walk.doctor(), ggd, /De arts vindt dat onderwijs kan, aan ouder 1/);
    for (const line of [/Eemweg 40/, /3755 LD Baarn/i]) assert.match(letter.text, line);
    for (const line of [
      /Mei krijgt geen vrijstelling van school/, /De plicht om naar school te gaan blijft gelden/, /alleen de naam: Mei Chen/,
      /SWV de Eem helpt u om een plek te vinden die past/, /033-1230000/,
    ]) assert.match(letter.text, line);
    assert.doesNotMatch(letter.text, /999996630|BSN/);
    await walk.onlyFor([letter], await walk.lpa(), await walk.swv());
    const advice = await walk.letter(await walk.doctor(), ggd, /Sociaal Medisch Advies/);
    assert.ok(advice.text.includes(CONCLUSION));
    const mother = await walk.guest('Li Wei');
    await parents.enter(mother, parents.linkIn((await walk.mailTo('chen@example.nl')).text), walk.case.child.born);
    assert.ok((await parents.readAdvice(mother)).includes(CONCLUSION));
    await mother.seesNot('Het advies vrijgeven', 'Het advies zelf versturen');
  });
  await expected.see('no-exemption', async () => {
    const desk = await walk.lpa();
    assert.notEqual(await desk.statusOf(`${seen}/toekennen`), 200);
    await desk.open(seen);
    assert.equal(await desk.page.getByRole('link', { name: 'Vrijstelling toekennen' }).count(), 0);
  });
  await expected.see('end-notices', async () => {
    const desk = await walk.lpa();
    assert.deepEqual(await lpa.names(desk, 'Lopende procedures'), []);
    assert.match((await lpa.names(desk, 'Afgelopen')).join('\n'), /Mei Chen/);
    await lpa.openCase(desk, child);
    await desk.seesNot(SITUATION, CONCLUSION, 'geschikt', 'Eemweg', '2016');
    await desk.screenshot('end-notice');
    const swvDesk = await walk.swv();
    await swvDesk.open(path);
    assert.ok((await swvDesk.timeline()).some((line) => /Seintje ontvangen: de procedure is geëindigd/.test(line)));
    await swvDesk.seesNot(SITUATION, CONCLUSION);
  });
  await expected.see('fitting-place-task', async () => {
    await (await walk.swv()).sees(/passende plek/i);
    await (await walk.swv()).screenshot('fitting-place');
  });
  await walk.timelines({ [walk.case.swv]: path, [walk.case.ggd]: ggd, 'Gemeente Baarn': seen });
  await walk.mailed({
    'baarn@post.tom.example': ['pointer', 'pointer'],
    'chen@example.nl': ['link'],
    'ggd@post.tom.example': ['pointer'],
    'swv-de-eem@post.tom.example': ['pointer'],
    'swv.deeem@tom.example': ['reminder'],
  });
  expected.done();
});
