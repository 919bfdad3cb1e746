// Case 1 (tests/cases/1-po-consent.md): consent to share, exemption for one year. The doctor signs in at the GGD's own identity provider, the
// mother reads by the link of her letter and the father by an account of his own.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as apply from './support/apply.mjs';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import { kindOf } from './support/mail.mjs';
import * as parents from './support/parents.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

const SITUATION = 'Noor slaapt overdag en is snel overprikkeld.';
const PASSWORD = 'vier losse woorden hier';
const CONCLUSION = 'Onderwijs is dit schooljaar niet haalbaar.';
const NOT_YET_FOR_LPA = ['Hamersveldseweg', 'Utrechtseweg', '14 maart 2017', 'Lindeboom', 'opgenomen', 'Marieke', 'Fornhese', '111222333', SITUATION];

let walk;
before(async () => { walk = await Walk.start(1, { provider: 'arts@tom.example' }); });
after(() => walk?.stop());

test('Noor: from what both parents sign online to the letters on the exemption', async () => {
  const { expected, child } = walk;
  const applies = await walk.guest('Marieke');
  const code = await apply.begin(applies, walk.case);
  await applies.press('Stoppen en later verdergaan');
  const [first, second] = walk.case.parents;
  await apply.comeBack(applies, apply.linkIn((await walk.mailTo(first.email)).text), code);
  await apply.fillIn(applies, walk.case);
  await apply.sign(applies);
  await (await walk.swv()).open('/swv');
  await (await walk.swv()).seesNot(walk.case.child.last);
  await apply.signToo(await walk.guest('Joris'), apply.linkIn((await walk.mailTo(second.email)).text), walk.case);
  const path = await swv.openCase(await walk.swv(), child);

  const receipt = [];
  for (const parent of [1, 2]) {
    receipt.push(await walk.letter(await walk.swv(), path, new RegExp(`Wij hebben de aanvraag ontvangen, aan ouder ${parent}`)));
  }
  atTwoAddresses(receipt);
  await sawNameOnly();
  assert.equal(kindOf(await walk.mailTo('leusden@post.tom.example'), walk.demo.url), 'pointer');

  await walk.day('2026-03-06');
  await swv.sitting(await walk.swv(), path, walk.case.sitting);
  await walk.day(walk.case.to_doctor);
  await swv.handOver(await walk.swv(), path);

  const ggd = await doctor.openCase(await walk.doctor(), child);
  await doctor.takeOn(await walk.doctor(), ggd);
  await doctor.plan(await walk.doctor(), ggd, walk.case.advice.seen);
  await walk.day(walk.case.advice.established);
  await doctor.establish(await walk.doctor(), ggd, { ...walk.case.advice, gender: 'v', number: walk.case.child.bsn, situation: SITUATION, conclusion: CONCLUSION });
  await doctor.sendForReading(await walk.doctor(), ggd);
  const invitations = [];
  for (const parent of [1, 2]) {
    invitations.push(await walk.letter(await walk.doctor(), ggd, new RegExp(`Lees het advies van de arts, aan ouder ${parent}`)));
  }
  atTwoAddresses(invitations);
  for (const letter of invitations) assert.match(letter.text, /bruikbaar tot en met 25 juni 2026/);
  await walk.onlyFor(receipt, await walk.lpa(), await walk.doctor());
  await walk.onlyFor(invitations, await walk.lpa(), await walk.swv());

  await walk.day(walk.case.parents_released);

  const mother = await walk.guest('Marieke');
  await parents.enter(mother, parents.linkIn(invitations[0].joined), walk.case.child.born);
  const read = await parents.readAdvice(mother);
  assert.ok(read.includes(SITUATION) && read.includes(CONCLUSION), read);
  assert.ok(!read.includes('Utrechtseweg'), 'not the other parent\'s address');
  await parents.notify(mother, walk.case.municipality);
  await parents.release(mother);
  await mother.sees('Wacht op vrijgave door de andere ouder');
  await expected.see('lpa-saw-a-name-only', sawNameOnly);
  const father = await walk.guest('Joris');
  const name = await parents.makeAccount(father, invitations[1], walk.case.child.born, PASSWORD);
  await parents.notify(father, walk.case.municipality);
  await parents.release(father);

  await walk.day(walk.case.decision.on);
  const town = await lpa.openCase(await walk.lpa(), child);
  await expected.see('notification-dates', async () => {
    const desk = await walk.lpa();
    await desk.sees(SITUATION, CONCLUSION, '25 juni 2026', '25 maart 2026', /27 maart 2026/);
    await desk.screenshot('test-of-form');
    await lpa.grant(desk, { from: walk.case.decision.from, years: 1, lookAgain: walk.case.advice.look_again });
    await desk.sees(/Komt de kennisgeving voor of op die dag.*dan is dat genoeg.*[Vv]raag de GGD/s);
  });
  const desk = await walk.lpa();
  await desk.sees('1 april 2026', '31 maart 2027', '30 juni 2026', '30 maart 2026');
  await desk.screenshot('granted');

  await expected.see('letters-at-two-addresses', async () => {
    const letters = [];
    for (const parent of [1, 2]) {
      letters.push(await walk.letter(await walk.lpa(), town, new RegExp(`Besluit: vrijstelling van school, aan ouder ${parent}`)));
    }
    atTwoAddresses(letters);
    for (const letter of letters) {
      assert.match(letter.text, /1 april 2026/);
      assert.match(letter.text, /31 maart 2027/);
      assert.match(letter.text, /Bij zorgen kunt u altijd contact opnemen met leerplicht: 033-1230000/, 'whom to turn to');
      assert.match(letter.text, /Namens burgemeester en wethouders van Leusden, Karin de Groot/);
      assert.match(letter.text, /vóór 1 juli .* uiterlijk 30 juni 2026.* verklaring van 30 maart 2026 of later/, 'both dates, and why');
      assert.match(letter.text, /artikel 5 onder a van de Leerplichtwet 1969/);
      assert.doesNotMatch(letter.text, /111222333|BSN|overprikkeld|haalbaar|Fornhese/);
    }
    await walk.onlyFor(letters, await walk.swv(), await walk.doctor(), await walk.at('Lariks'));
  });
  await expected.see('seintje-to-swv', async () => {
    const swvDesk = await walk.swv();
    await swvDesk.open(path);
    await swvDesk.sees(/Noor Elisa van 't Hof-de Wit/);
    assert.ok((await swvDesk.timeline()).some((line) => /Seintje ontvangen: de vrijstelling is toegekend/.test(line)));
  });
  await expected.see('swv-holds-no-bsn-no-sma', async () => {
    await (await walk.swv()).seesNot('111222333', SITUATION, CONCLUSION, 'BSN');
    await (await walk.swv()).screenshot('swv-afterwards');
  });
  await expected.see('seintje-to-local-team', async () => {
    const team = await walk.at('Lariks');
    await team.open('/lokaal-team');
    await team.sees(/Noor Elisa van 't Hof-de Wit/);
    await team.seesNot(...NOT_YET_FOR_LPA);
    await team.screenshot('seintje');
  });
  assert.ok(walk.provider.visits >= 2, 'the doctor signed in at the GGD');
  const later = await walk.guest('Joris');
  await parents.signIn(later, name, PASSWORD);
  await later.sees(/Besluit: vrijstelling van school \(pdf\)\nVan Gemeente Leusden, 1 april 2026/, /Wij hebben de aanvraag ontvangen \(pdf\)\nVan SWV de Eem, 2 maart 2026/);
  assert.match((await later.download(/^Besluit/)).text, /Utrechtseweg 200 bis/, 'the copy to the own address');
  await later.screenshot('overview');
  await walk.timelines({ [walk.case.swv]: path, [walk.case.ggd]: ggd, 'Gemeente Leusden': town, 'ouder 1': mother, 'ouder 2': later });
  await walk.mailed({
    'leusden@post.tom.example': ['pointer', 'pointer'],
    'ggd@post.tom.example': ['pointer'],
    'marieke.dewit@example.nl': ['draft', 'link'],
    'joris@example.org': ['draft', 'link'],
    // The first contact is due on 9 March, the sitting was on 6 March: nobody works on it yet, so the mailbox is reminded.
    'swv-de-eem@post.tom.example': ['pointer', 'reminder', 'pointer'],
    'lariks@post.tom.example': ['pointer'],
  });
  expected.done();
});

async function sawNameOnly() {
  const desk = await walk.lpa();
  const rows = await lpa.names(desk, 'Lopende procedures');
  assert.equal(rows.length, 1);
  assert.match(rows[0], /Noor Elisa van 't Hof-de Wit/);
  assert.match(rows[0], /2 maart 2026/);
  const town = await lpa.openCase(desk, walk.child);
  await desk.seesNot(...NOT_YET_FOR_LPA);
  assert.equal((await desk.timeline()).length, 1, 'the seintje and nothing else');
  assert.deepEqual(await desk.entries('Brieven en documenten'), []);
  for (const closed of ['toekennen', 'gegevensblad.pdf', 'schoolbevestiging.pdf']) {
    assert.notEqual(await desk.statusOf(`${town}/${closed}`), 200, closed);
  }
  await desk.screenshot('name-only');
}

function atTwoAddresses([first, second]) {
  assert.match(first.text, /Hamersveldseweg 12/);
  assert.match(first.text, /3833 GP Leusden/i);
  assert.doesNotMatch(first.text, /Utrechtseweg|Joris|033-4567890|joris@/);
  assert.match(second.text, /Utrechtseweg 200 bis/);
  assert.match(second.text, /3818 EP Amersfoort/i);
  assert.doesNotMatch(second.text, /Hamersveldseweg|Marieke|06-12345671|marieke/);
  for (const letter of [first, second]) assert.ok(letter.tagged && letter.title, 'an accessible letter');
}
