// What the five cases don't have: a guardianship institution, one single name, an onderwijsnummer, an address abroad, and a young person who
// can't decide. Each from paper to the letter on the decision.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import * as parents from './support/parents.mjs';
import * as swv from './support/swv.mjs';
import { Walk } from './support/walk.mjs';

const SITUATION = 'Er is nu veel rust nodig.';
const CONCLUSION = 'Onderwijs op school lukt nu niet.';
const MUNICIPALITY = 'Amersfoort';
const ADVICE = { established: '2026-03-02', years: 1, situation: SITUATION, conclusion: CONCLUSION };
const ABROAD = 'Rue de l\'École 3\n1000 Bruxelles';

let walk;
before(async () => { walk = await Walk.start(1, { municipality: MUNICIPALITY, swv: 'SWV V(S)O Eemland' }); });
after(() => walk?.stop());

test('a guardianship institution signs and gets the letters, for a child with one name and an onderwijsnummer', async () => {
  const clerk = await walk.swv();
  const path = await registered(clerk, {
    child: { 'Achternaam': 'Suharto', Geboortedatum: { date: '2012-05-01' }, Geslacht: { choose: 'man' } },
    parents: [{ 'Voornamen': 'Stichting', 'Achternaam': 'Voogdij Midden', Gezag: { choose: 'Voogd of voogdij-instelling' }, 'E-mailadres': 'voogd@example.org' }],
    consent: { 'Toestemming getekend door ouder 1 op': { date: '2026-03-01' }, 'Mening van de leerling': 'hij wil rust' },
  });
  await clerk.open(path);
  await clerk.seesNot('Wat er nog ontbreekt');
  assert.match((await lpa.names(await walk.lpa(), 'Lopende procedures')).join('\n'), /^Suharto/m);

  const guardian = await advised(path, 'Suharto', { gender: 'm', number: '101222331' }, 'voogd@example.org', '2012-05-01');
  await guardian.seesNot('101222331');
  await parents.notify(guardian, MUNICIPALITY);
  await parents.release(guardian);
  const [letter] = await decided('Suharto', ['ouder 1']);
  assert.match(letter.text, /Beste Stichting Voogdij Midden/);
  assert.doesNotMatch(letter.text, /101222331|rust nodig/);
});

test('a young person who can\'t decide is represented by the parents, each at the own address, one of them abroad', async () => {
  const clerk = await walk.swv();
  const path = await registered(clerk, {
    child: { Voornamen: 'Jip', Achternaam: 'Dubois', Geboortedatum: { date: '2009-01-15' }, Geslacht: { choose: 'vrouw' } },
    parents: [
      { Voornamen: 'Anne', Achternaam: 'Dubois', Gezag: { choose: 'Ja, ouder met gezag' }, 'E-mailadres': 'anne@example.nl' },
      { Voornamen: 'Luc', Achternaam: 'Dubois', Gezag: { choose: 'Ja, ouder met gezag' }, 'E-mailadres': 'luc@example.be' },
    ],
    consent: {
      'Toestemming getekend door ouder 1 op': { date: '2026-03-01' },
      'Toestemming getekend door ouder 2 op': { date: '2026-03-01' },
      'De leerling kan niet zelf beslissen: de grond': 'Vastgesteld door de behandelaar op 2 februari 2026.',
    },
  });
  await clerk.open(path);
  await clerk.seesNot('Wat er nog ontbreekt');
  await clerk.sees('Rue de l\'École 3', /belgi/i);

  const mother = await advised(path, 'Jip Dubois', { gender: 'v', number: '123456782' }, 'anne@example.nl', '2009-01-15');
  await parents.notify(mother, MUNICIPALITY);
  await parents.release(mother);
  const father = await walk.guest('Luc');
  await parents.enter(father, parents.linkIn((await walk.mailTo('luc@example.be')).text), '2009-01-15');
  await father.seesNot('Stationsplein');
  await parents.notify(father, MUNICIPALITY);
  await parents.release(father);
  const [one, other] = await decided('Jip Dubois', ['ouder 1', 'ouder 2']);
  assert.match(one.text, /Stationsplein 8/);
  assert.doesNotMatch(one.text, /Bruxelles|Luc/);
  for (const line of [/Rue de l'École 3/, /1000 Bruxelles/, /België/i]) assert.match(other.text, line);
  assert.doesNotMatch(other.text, /Stationsplein|Anne/);
});

/** Types an application over and registers it. The first parent lives with the child, the second abroad. Answers the path of the case. */
async function registered(clerk, { child, parents: grownUps, consent }) {
  await clerk.open('/swv');
  await clerk.follow('Nieuwe aanvraag');
  await clerk.fill({ ...child, Straat: 'Stationsplein', Huisnummer: '8', Postcode: '3818 LE', Plaats: 'Amersfoort' }, 'Leerling');
  for (const [index, grownUp] of grownUps.entries()) {
    const group = `Ouder ${index + 1}`;
    await clerk.fill({ ...grownUp, 'Zelfde adres als de leerling': index === 0 }, group);
    if (index === 1) {
      const fields = clerk.page.getByRole('group', { name: group, exact: true });
      await fields.getByText('Adres in het buitenland').click();
      await clerk.fill({ Adresregels: ABROAD, Land: 'België' }, group);
    }
  }
  await clerk.fill({
    'Naam van de school of instelling': 'Meridiaan College',
    'Plaats van de school': 'Amersfoort',
    Contactpersoon: 'mentor L. Visser',
    'Telefoon van de school': '033-2223333',
    'Korte beschrijving van de situatie': 'De leerling kan nu niet naar school.',
    'Is eerder een vrijstelling gevraagd?': { choose: 'Nee' },
    'Gemeente waar de leerling staat ingeschreven': { choose: `Gemeente ${MUNICIPALITY}` },
    'Aanvraag getekend door ouder 1 op': { date: '2026-03-01' },
    'Aanvraag getekend door ouder 2 op': grownUps[1] && { date: '2026-03-01' },
    'SMA delen met de leerplichtambtenaar': { choose: 'Ja' },
    'Lokaal team informeren als de vrijstelling is toegekend': { choose: 'Nee' },
    ...consent,
  });
  await clerk.press('Opslaan');
  assert.deepEqual(await clerk.errors(), []);
  const path = new URL(clerk.page.url()).pathname;
  await swv.take(clerk, path, 'Ontvangst vastleggen', { 'Ontvangen op': { date: '2026-03-02' } });
  return path;
}

/** From the sitting to the page of who has this address, on which the advice can be read. Answers that visitor. */
async function advised(path, name, about, email, born) {
  await swv.sitting(await walk.swv(), path, { on: '2026-03-02' });
  await swv.handOver(await walk.swv(), path);
  const ggd = await doctor.openCase(await walk.doctor(), name);
  await doctor.takeOn(await walk.doctor(), ggd);
  await doctor.plan(await walk.doctor(), ggd, '2026-03-02');
  await doctor.establish(await walk.doctor(), ggd, { ...ADVICE, ...about });
  await doctor.sendForReading(await walk.doctor(), ggd);
  const reader = await walk.guest(email);
  await parents.enter(reader, parents.linkIn((await walk.mailTo(email)).text), born);
  assert.ok((await parents.readAdvice(reader)).includes(SITUATION));
  return reader;
}

/** Grants the exemption. Answers the letters to these people. */
async function decided(name, people) {
  const town = await lpa.openCase(await walk.lpa(), name);
  await lpa.grant(await walk.lpa(), { from: '2026-03-02', years: 1 });
  const letters = [];
  for (const person of people) letters.push(await walk.letter(await walk.lpa(), town, new RegExp(`Besluit: vrijstelling van school, aan ${person}`)));
  return letters;
}
