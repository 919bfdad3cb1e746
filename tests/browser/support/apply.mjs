// What a family does to apply online, on a telephone.

import assert from 'node:assert/strict';
import { yesNo } from './swv.mjs';

/** The link to an application that wasn't sent yet, in the text of a mail. */
export function linkIn(text) {
  const found = /https?:\/\/\S+\/aanvragen\/verder\/[A-Za-z0-9_-]{43}/.exec(text);
  if (!found) throw new Error(`no link to an application in:\n${text}`);
  return found[0];
}

/** Says that it belongs at the TOM, and begins. Answers the code with which somebody comes back. */
export async function begin(visitor, theCase) {
  await visitor.open('/aanvragen');
  await visitor.screenshot('apply-where');
  await visitor.follow(theCase.swv);
  await visitor.follow('Beginnen');
  await visitor.screenshot('apply-question');
  await visitor.follow('Mijn kind kan helemaal niet naar school');
  await visitor.follow(/^Door een ziekte, beperking/);
  await visitor.follow('Ik ben ouder met gezag of voogd');
  await visitor.follow('Ja');
  await visitor.fill({ 'Wie bent u?': { choose: 'Ik ben ouder met gezag of voogd' }, 'Uw e-mailadres': theCase.parents[0].email });
  await visitor.press('Beginnen');
  await visitor.screenshot('apply-code');
  return /[A-Z2-9]{4}-[A-Z2-9]{4}/.exec(await visitor.text())[0];
}

/** Comes back with the link and the code. */
export async function comeBack(visitor, link, code) {
  await visitor.open(link);
  await visitor.fill({ 'Uw code': code });
  await visitor.press('Verder');
}

/** What the first parent answers, a list of what each page asks. */
function answers({ child, parents, school, consent, situation, re_application, municipality, local_team }) {
  const [first, second] = parents;
  const home = parents[child.lives_with - 1].address;
  const address = (of) => ({ Straat: of.street, Huisnummer: of.number, Postcode: of.postcode, Plaats: of.place });
  const gives = (yes) => ({ 'Geeft u hiervoor toestemming?': yesNo(yes) });
  return [
    { Voornamen: child.first, Achternaam: child.last, Geboortedatum: { date: child.born } },
    { ...address(home), Gemeente: { choose: `Gemeente ${municipality}` } },
    { Voornamen: first.first, Achternaam: first.last, Gezag: { choose: 'Ja, ouder met gezag' } },
    { 'Zelfde adres als het kind': true },
    { Telefoon: first.telephone, 'E-mailadres': first.email },
    { 'Is er nog een ouder of voogd?': yesNo(true), Voornamen: second.first, Achternaam: second.last, Gezag: { choose: 'Ja, ouder met gezag' } },
    address(second.address),
    { Telefoon: second.telephone, 'E-mailadres': second.email },
    { 'Naam van de school of instelling': school.name, Plaats: school.place, Contactpersoon: school.contact, Telefoon: school.telephone, 'E-mailadres': school.email },
    { 'Korte beschrijving': situation },
    { 'Is voor dit kind al eerder een vrijstelling gevraagd?': yesNo(re_application) },
    { 'Wie zijn er betrokken?': Object.values(consent.involved).join(', ') },
    gives(true),
    gives(consent.share_with_lpa),
    gives(consent.keep_two_years),
    { ...gives(consent.inform_local_team), 'Welk team?': { choose: local_team } },
  ];
}

/** Answers everything, and reads it on one page. */
export async function fillIn(visitor, theCase) {
  await visitor.follow(/^(Beginnen met invullen|Verder)$/);
  for (const [at, page] of answers(theCase).entries()) {
    await visitor.fill(page);
    if ([0, 8, 13].includes(at)) await visitor.screenshot(`apply-page-${at + 1}`);
    await visitor.press('Opslaan en verder');
    assert.deepEqual(await visitor.errors(), [], Object.keys(page).join());
  }
  await visitor.sees(theCase.child.last, theCase.situation);
  await visitor.screenshot('apply-summary');
}

const CONFIRMED = 'Ik heb alles gelezen en het klopt. Ik teken de aanvraag en de toestemmingen die hierboven staan.';

/** Signs as who filled it in. */
export async function sign(visitor) {
  await visitor.fill({ [CONFIRMED]: true });
  await visitor.press('Tekenen');
  await visitor.screenshot('apply-signed');
}

/** Comes in by the own link, reads and signs; then it is sent. */
export async function signToo(visitor, link, theCase) {
  await visitor.open(link);
  await visitor.fill({ 'Geboortedatum van het kind': { date: theCase.child.born } });
  await visitor.press('Verder');
  await visitor.sees(theCase.child.last);
  const [first, second] = theCase.parents;
  await visitor.seesNot(first.address.street, first.telephone);
  await visitor.fill({ 'Uw voornamen': second.first, 'Uw achternaam': second.last, [CONFIRMED]: true });
  await visitor.screenshot('apply-sign-too');
  await visitor.press('Tekenen');
  await visitor.sees('De aanvraag is verstuurd');
}
