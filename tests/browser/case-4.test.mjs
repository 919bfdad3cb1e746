// Case 4 (tests/cases/4-po-school-possible.md): the second signature comes later, and school turns out to be possible.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as lpa from './support/lpa.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

let walk;
before(async () => { walk = await Walk.start(4); });
after(() => walk?.stop());

test('Thijs: waits for a signature, then a place at school is found', async () => {
  const { expected } = walk;
  let town;
  const path = await swv.register(await walk.swv(), walk.case);

  await expected.see('waits-for-second-parent', async () => {
    const desk = await walk.swv();
    await desk.open(path);
    await desk.sees('Wat er nog ontbreekt', /handtekening van ouder 2/, /wacht op aanvulling/i, /Wacht op de ouders/);
    await desk.screenshot('waiting');
  });
  await expected.see('seintje-at-once', async () => {
    const rows = await lpa.names(await walk.lpa(), 'Lopende procedures');
    assert.equal(rows.length, 1);
    assert.match(rows[0], /Thijs Kool/);
    assert.match(rows[0], /2 maart 2026/);
  });
  await expected.see('nothing-to-ggd', async () => {
    assert.equal(await (await walk.swv()).page.getByRole('link', { name: 'Overdragen aan de arts' }).count(), 0);
    const doctor = await walk.doctor();
    await doctor.open('/arts');
    await doctor.seesNot('Thijs', 'Kool');
  });
  await expected.see('duty-to-enrol', async () => {
    await (await walk.swv()).sees('1 april 2025', /geboren op 29 februari\. Het jaar 2025 heeft geen 29 februari\. Daarom telt 1 maart 2025 als de vijfde verjaardag/, /artikel 3 lid 1 Leerplichtwet 1969/);
  });

  await walk.day('2026-03-06');
  await swv.amend(await walk.swv(), path, {
    'Aanvraag getekend door ouder 2 op': { date: '2026-03-06' },
    'Toestemming getekend door ouder 2 op': { date: '2026-03-06' },
  });
  await (await walk.swv()).seesNot('Wat er nog ontbreekt');
  await swv.plan(await walk.swv(), path, {
    on: walk.case.sitting.on,
    at: '15:30',
    place: 'De Wartburg, lokaal 3',
    guests: ['de onafhankelijke arts van GGD regio Utrecht', 'de leerplichtambtenaar van Woudenberg'],
  });
  await expected.see('sitting-invitation', async () => {
    const desk = await walk.swv();
    await desk.sees('16 maart 2026 om 15:30 uur', 'De Wartburg, lokaal 3');
    await desk.screenshot('sitting-planned');
    for (const parent of [1, 2]) {
      const letter = await walk.letter(desk, path, new RegExp(`Uitnodiging voor een overleg, aan ouder ${parent}`));
      for (const line of [/maandag 16 maart 2026/, /15\.30 uur/, /De Wartburg, lokaal 3/, /geen naam/, /Autoriteit Persoonsgegevens/]) assert.match(letter.text, line);
      assert.doesNotMatch(letter.text, /paniek/);
      assert.ok(letter.tagged);
    }
    const officer = await walk.lpa();
    await officer.open('/leerplicht');
    await officer.seesNot('16 maart', 'overleg', 'zitting');
  });

  await walk.day('2026-03-16');
  await swv.sitting(await walk.swv(), path, walk.case.sitting);
  await swv.take(await walk.swv(), path, 'Afsluiten: onderwijs is mogelijk', {
    'Welke mogelijkheid is gevonden?': 'Halve dagen op school, met begeleiding.',
  });
  await expected.see('closed-school-possible', async () => {
    const desk = await walk.swv();
    await desk.open(path);
    await desk.sees(/onderwijs( is)? mogelijk/i);
    await desk.screenshot('closed');
    const doctor = await walk.doctor();
    await doctor.open('/arts');
    await doctor.seesNot('Thijs', 'Kool');
  });
  await expected.see('end-notice', async () => {
    const desk = await walk.lpa();
    assert.deepEqual(await lpa.names(desk, 'Lopende procedures'), []);
    const ended = await lpa.names(desk, 'Afgelopen');
    assert.equal(ended.length, 1);
    assert.match(ended[0], /Thijs Kool/);
    town = await lpa.openCase(desk, walk.child);
    await desk.seesNot('Dorpsstraat', 'paniek', 'Halve dagen', '2020', 'Wartburg', 'onderwijs mogelijk', 'onderwijs is mogelijk');
    await desk.screenshot('end-notice');
  });
  await expected.see('letter-in-plain-words', async () => {
    for (const [parent, name] of [[1, 'A. Kool'], [2, 'R. Kool']]) {
      const letter = await walk.letter(await walk.swv(), path, new RegExp(`Onderwijs is mogelijk, aan ouder ${parent}`));
      for (const line of [
        new RegExp(`Beste ${name}`), /Dorpsstraat 3/, /3931 EA Woudenberg/i, /Een vrijstelling van school is nu niet nodig/, /Halve dagen op school/,
        /De aanvraag voor vrijstelling stopt hier/, /alleen de naam: Thijs Kool/, /Bel ons gerust: 033-1230000/,
      ]) assert.match(letter.text, line);
      assert.doesNotMatch(letter.text, /paniek/);
      assert.ok(letter.tagged);
    }
  });
  await walk.timelines({ [walk.case.swv]: path, 'Gemeente Woudenberg': town });
  await walk.mailed({
    'woudenberg@post.tom.example': ['pointer', 'sitting', 'pointer'],
    'ggd@post.tom.example': ['sitting'],
    // First contact and sitting were due on 9 March: the employee is reminded twice. The sitting is on 16 March, so the alliance, which has no
    // coordinator here, hears of it too.
    'swv.berseba@tom.example': ['reminder', 'reminder'],
    'swv-berseba@post.tom.example': ['reminder'],
  });
  expected.done();
});
