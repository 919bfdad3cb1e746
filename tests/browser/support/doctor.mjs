// What the independent doctor of the GGD does on the screen.

import assert from 'node:assert/strict';
import { MONTHS } from './dates.mjs';
import { gender } from './swv.mjs';

const UNFIT = 'Voorlopig niet geschikt';
const FIT = 'Geschikt voor school';

/** Opens the case of this child from the worklist. Answers its path. */
export async function openCase(visitor, name) {
  await visitor.open('/arts');
  await visitor.follow(name);
  return new URL(visitor.page.url()).pathname;
}

/** Takes the case on, with the declaration of not treating the child. */
export async function takeOn(visitor, path) {
  await visitor.open(path);
  await visitor.follow('In behandeling nemen');
  await visitor.fill({ 'Ik behandel dit kind niet': true });
  await visitor.press('In behandeling nemen');
}

/** Plans the appointment. */
export async function plan(visitor, path, on) {
  await visitor.open(path);
  await visitor.follow('Afspraak plannen');
  await visitor.fill({ Datum: { date: on }, Tijd: '10:30', Plaats: 'GGD regio Utrecht, Proeflaan 1, Zeist' });
  await visitor.screenshot('appointment');
  await visitor.press('Afspraak vastleggen en uitnodigen');
  assert.deepEqual(await visitor.errors(), []);
}

/** Fills in the SMA and establishes it. */
export async function establish(visitor, path, advice) {
  await visitor.open(path);
  await visitor.follow('Advies (SMA) schrijven');
  await visitor.fill({
    Geslacht: { choose: gender(advice.gender) },
    'BSN of onderwijsnummer': advice.number,
    'Situatie en probleemanalyse': advice.situation,
    'Conclusie en advies': advice.conclusion,
    'Kan de leerling naar een school?': { choose: advice.fit ? FIT : UNFIT },
    Duur: advice.years && { choose: `${advice.years} jaar` },
    'Waar is de leerling intussen?': advice.meanwhile,
    'Datum van het advies': { date: advice.established },
  });
  if (advice.look_again) {
    const [year, month] = advice.look_again.split('-');
    await visitor.fill({ Maand: { choose: MONTHS[Number(month) - 1] }, Jaar: year }, 'Wanneer kijkt het samenwerkingsverband opnieuw?');
  }
  await visitor.screenshot('advice');
  await visitor.press('Advies vaststellen');
  assert.deepEqual(await visitor.errors(), []);
}

/** Sends the advice to the parents. */
export async function sendForReading(visitor, path) {
  await visitor.open(path);
  await visitor.follow('Advies naar de ouders sturen');
  await visitor.screenshot('send');
  await visitor.press('Advies versturen');
}
