// What somebody of the SWV does on the screen.

import assert from 'node:assert/strict';

/** Types the application form over and registers it as received. Answers the path of the case. */
export async function register(visitor, theCase) {
  await visitor.open('/swv');
  await visitor.follow('Nieuwe aanvraag');
  await fillApplication(visitor, theCase);
  await visitor.screenshot('application');
  await visitor.press('Opslaan');
  const path = new URL(visitor.page.url()).pathname;
  await take(visitor, path, 'Ontvangst vastleggen', { 'Ontvangen op': { date: theCase.received } });
  return path;
}

/** Opens the case of this child from the list. Answers its path. */
export async function openCase(visitor, child) {
  await visitor.open('/swv');
  await visitor.follow(child);
  return new URL(visitor.page.url()).pathname;
}

/** Takes a step from the page of a case: follows its link, fills in what it asks, and presses its button. */
export async function take(visitor, path, step, fields = {}, button = step) {
  await visitor.open(path);
  await visitor.follow(step);
  await visitor.fill(fields);
  await visitor.screenshot(step);
  await visitor.press(button);
  assert.deepEqual(await visitor.errors(), [], step);
}

/** Plans the sitting of the TOM, and invites these beside the family. */
export async function plan(visitor, path, { on, at, place, guests }) {
  await take(visitor, path, 'Zitting plannen', {
    Datum: { date: on },
    Tijd: at,
    Plaats: place,
    ...Object.fromEntries(guests.map((guest) => [guest, true])),
  }, 'Zitting plannen en uitnodigen');
}

/** Records the sitting of the TOM. */
export async function sitting(visitor, path, { on, outcome }) {
  await take(visitor, path, 'Zitting vastleggen', { 'Datum van de zitting': { date: on }, 'Afspraken van de zitting': outcome }, 'Zitting opslaan');
}

/** Hands the case over to the doctor. */
export async function handOver(visitor, path) {
  await take(visitor, path, 'Overdragen aan de arts');
}

/** Completes or corrects the application. */
export async function amend(visitor, path, fields) {
  await visitor.open(path);
  await visitor.follow('Aanvraag aanvullen of verbeteren');
  await visitor.fill(fields);
  await visitor.press('Opslaan');
  assert.deepEqual(await visitor.errors(), [], 'Aanvraag aanvullen of verbeteren');
}

/** Fills the application form with what the paper says. `until` leaves out what was signed later. */
export async function fillApplication(visitor, theCase, until = theCase.received) {
  const { child, parents, school, consent } = theCase;
  const secondary = theCase.workflow === 'tom-vo';
  const home = parents[child.lives_with - 1].address;
  const signed = (who) => dated(consent.signed.find((line) => line.by === who)?.on, until);
  await visitor.fill({
    Voornamen: child.first,
    Achternaam: child.last,
    Geboortedatum: { date: child.born },
    Geslacht: secondary ? { choose: gender(child.gender) } : undefined,
    Straat: home.street,
    Huisnummer: home.number,
    Postcode: home.postcode,
    Plaats: home.place,
    'E-mailadres': child.email,
  }, 'Leerling');
  for (const [index, parent] of parents.entries()) {
    const same = child.lives_with === index + 1;
    await visitor.fill({
      Voornamen: parent.first,
      Achternaam: parent.last ?? 'Onbekend',
      Gezag: { choose: 'Ja, ouder met gezag' },
      'Zelfde adres als de leerling': same,
      Straat: same ? undefined : parent.address?.street,
      Huisnummer: same ? undefined : parent.address?.number,
      Postcode: same ? undefined : parent.address?.postcode,
      Plaats: same ? undefined : parent.address?.place,
      Telefoon: parent.telephone,
      'E-mailadres': parent.email,
    }, `Ouder ${index + 1}`);
  }
  await visitor.fill({
    'Naam van de school of instelling': school.name,
    BRINVEST: school.brinvest,
    'Plaats van de school': school.place,
    Contactpersoon: school.contact,
    'Telefoon van de school': school.telephone,
    'E-mailadres van de school': school.email,
    'Korte beschrijving van de situatie': theCase.situation,
    'Is eerder een vrijstelling gevraagd?': yesNo(theCase.re_application),
    'Gemeente waar de leerling staat ingeschreven': { choose: `Gemeente ${theCase.municipality}` },
    'Lokaal team': theCase.local_team && { choose: theCase.local_team },
    'Aanvraag getekend door ouder 1 op': dated(parents[0].signed, until),
    'Aanvraag getekend door ouder 2 op': dated(parents[1]?.signed, until),
    'Wie zijn er betrokken?': Object.values(consent.involved ?? {}).join(', ') || undefined,
    'SMA delen met de leerplichtambtenaar': yesNo(consent.share_with_lpa),
    'Gegevens 2 jaar bewaren bij het samenwerkingsverband': secondary ? undefined : yesNo(consent.keep_two_years),
    'Lokaal team informeren als de vrijstelling is toegekend': yesNo(consent.inform_local_team),
    'Inhoud van het SMA naar de ouders': consent.advice_to_parents === undefined ? undefined : yesNo(consent.advice_to_parents),
    'Toestemming getekend door ouder 1 op': signed(1),
    'Toestemming getekend door ouder 2 op': signed(2),
    'Toestemming getekend door de leerling op': signed('child'),
    'Mening van de leerling': child.heard,
  });
}

/** The choice of a yes-or-no question. */
export function yesNo(answer) {
  return { choose: answer ? 'Ja' : 'Nee' };
}

/** How the forms call a gender. */
export function gender(code) {
  return { m: 'man', v: 'vrouw', x: 'x (geen man of vrouw)' }[code];
}

function dated(date, until) {
  return date && date <= until ? { date } : undefined;
}
