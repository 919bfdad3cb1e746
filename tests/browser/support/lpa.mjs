// What the leerplichtambtenaar does on the screen.

import assert from 'node:assert/strict';
import { MONTHS } from './dates.mjs';
import { gender, yesNo } from './swv.mjs';

/** Opens the case of this child from the worklist. Answers its path. */
export async function openCase(visitor, name) {
  await visitor.open('/leerplicht');
  await visitor.follow(name);
  return new URL(visitor.page.url()).pathname;
}

/** Grants the exemption from the page of a case. */
export async function grant(visitor, { from, years, lookAgain }) {
  await visitor.follow('Vrijstelling toekennen');
  await visitor.fill({
    'Eerste dag van de vrijstelling': { date: from },
    'Hoe lang duurt de vrijstelling?': { choose: years === 1 ? '1 jaar' : `${years} jaar` },
    'Maand waarin het samenwerkingsverband opnieuw kijkt': lookAgain && { choose: MONTHS[Number(lookAgain.slice(5)) - 1] },
    'Jaar waarin het samenwerkingsverband opnieuw kijkt': lookAgain?.slice(0, 4),
  });
  await visitor.screenshot('grant');
  await visitor.press('Vrijstelling toekennen');
}

/** Types over the SMA and the notification that the parents brought on paper, from the page of a case. */
export async function receive(visitor, theCase, { situation, conclusion, doctor }) {
  const [parent] = theCase.parents;
  const { advice, child, notification } = theCase;
  await visitor.follow('De ouders brachten het SMA');
  await visitor.fill({
    'Ontvangen op': { date: notification.handed_over },
    'Datum van het advies': { date: advice.established },
    'Naam van de arts': doctor,
    Geboortedatum: { date: child.born },
    Geslacht: { choose: gender(child.gender) },
    'BSN of onderwijsnummer': child.bsn,
    'Straat van de leerling': parent.address.street,
    'Huisnummer van de leerling': parent.address.number,
    'Postcode van de leerling': parent.address.postcode,
    'Plaats van de leerling': parent.address.place,
    'Situatie en probleemanalyse': situation,
    'Conclusie en advies': conclusion,
    'Wat is het oordeel van de arts?': { choose: 'Nu niet geschikt om naar school te gaan' },
    'Hoe lang adviseert de arts?': { choose: `${advice.years} jaar` },
    'Waar is de leerling intussen?': advice.meanwhile,
    'Zat de kennisgeving erbij?': { choose: 'Ja' },
    'Eerder een vrijstelling gevraagd?': yesNo(notification.claimed_before),
    'Voornaam van ouder 1': parent.first,
    'Achternaam van ouder 1': parent.last,
    'Datum van de handtekening van ouder 1': { date: notification.handed_over },
    'Ouder 1 woont op het adres van de leerling': true,
  });
  await visitor.screenshot('advice-on-paper');
  await visitor.press('Advies vastleggen');
  assert.deepEqual(await visitor.errors(), []);
}

/** The rows of a worklist, by the beginning of its caption. */
export async function names(visitor, caption) {
  await visitor.open('/leerplicht');
  return visitor.entries(new RegExp(`^${caption}`));
}
