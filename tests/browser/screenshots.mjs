// Makes the pictures of docs/screenshots anew, out of the demo as it starts: `scripts/screenshots.sh`.

import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import fs from 'node:fs/promises';
import path from 'node:path';
import { Browser } from './support/browser.mjs';
import { readCase } from './support/case.mjs';
import { Demo } from './support/demo.mjs';
import * as doctor from './support/doctor.mjs';
import * as lpa from './support/lpa.mjs';
import * as parents from './support/parents.mjs';
import { Walk } from './support/walk.mjs';

const FOLDER = path.join(import.meta.dirname, '../../docs/screenshots');
const LARGEST = 150_000;

const noor = readCase(1);
const walk = new Walk(noor);
try {
  walk.demo = await Demo.start({ empty: false });
  walk.browser = await Browser.start('docs');
  walk.clock = await walk.browser.visitor(walk.demo.url, 'clock');
  await fs.mkdir(FOLDER, { recursive: true });
  await pictures();
} finally {
  await walk.stop();
}

async function pictures() {
  const clerk = await walk.swv();
  await clerk.open('/swv');
  await picture('swv-worklist', clerk);
  await clerk.follow(walk.child);
  await picture('swv-case', clerk);

  const bos = await walk.doctor();
  await doctor.openCase(bos, 'Yassin el Amrani');
  await bos.follow('Advies (SMA) schrijven');
  await bos.fill({
    Geslacht: { choose: 'man' },
    'Situatie en probleemanalyse': 'Yassin is snel moe en kan niet lang zitten. Hij krijgt thuis zorg.',
    'Conclusie en advies': 'Yassin kan de komende twee jaar niet naar school. Ik adviseer een vrijstelling van twee jaar.',
    'Kan de leerling naar een school?': { choose: 'Voorlopig niet geschikt' },
    Duur: { choose: '2 jaar' },
  });
  await picture('doctor-advice', bos);

  await walk.day(noor.parents_released);
  const mails = await walk.demo.mails(walk.clock, 2);
  for (const { email, first } of noor.parents) {
    const parent = await walk.guest(first);
    const mail = mails.find(({ to, text }) => to === email && text.includes('/mijn/'));
    await parents.enter(parent, parents.linkIn(mail.text), noor.child.born);
    if (email === noor.parents[0].email) {
      await picture('parent-overview', parent);
      await parent.follow('Het advies van de arts lezen');
      await picture('parent-advice', parent);
      await parent.follow('Terug naar uw pagina');
    }
    await parents.notify(parent, noor.municipality);
    if (await parent.page.getByRole('link', { name: 'Het advies vrijgeven' }).count()) await parents.release(parent);
  }

  const officer = await walk.lpa();
  await officer.open('/leerplicht');
  await picture('lpa-worklist', officer);
  const town = await lpa.openCase(officer, walk.child);
  await picture('lpa-test-of-form', officer);
  await walk.day(noor.decision.on);
  const granting = await walk.lpa();
  await granting.open(town);
  await lpa.grant(granting, { from: noor.decision.from, years: 1 });
  const letter = await walk.letter(granting, town, /Besluit: vrijstelling van school, aan ouder 1/);
  await keep('letter-decision', await firstPage(letter.bytes));
}

/** What stands on the first screen of a page, or on as much of it as a README can show. */
async function picture(name, { page }) {
  const { width, height } = page.viewportSize();
  const whole = await page.evaluate(() => document.documentElement.scrollHeight);
  const most = width > 600 ? 800 : 1200;
  await page.setViewportSize({ width, height: Math.min(whole, most) });
  await page.evaluate(() => scrollTo(0, 0));
  await keep(name, await page.screenshot());
  await page.setViewportSize({ width, height });
}

async function keep(name, bytes) {
  assert.ok(bytes.length < LARGEST, `${name} is ${bytes.length} bytes`);
  await fs.writeFile(path.join(FOLDER, `${name}.png`), bytes);
}

function firstPage(pdf) {
  return new Promise((resolve, reject) => {
    const options = { encoding: 'buffer', maxBuffer: 1 << 24 };
    const child = execFile('pdftoppm', ['-png', '-singlefile', '-r', '80', '-'], options, (error, out) => (error ? reject(error) : resolve(out)));
    child.stdin.end(pdf);
  });
}
