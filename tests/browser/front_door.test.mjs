// The front door, as everybody meets it: signing in and out, wrong passwords, pages of other roles, and the demo's clock.

import assert from 'node:assert/strict';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { Demo } from './support/demo.mjs';

let browser, demo;

before(async () => {
  demo = await Demo.start();
  browser = await Browser.start('front-door');
});

after(async () => {
  await browser?.stop();
  assert.equal(await demo?.stop(), 0, 'the program ends by itself when it is asked to');
});

test('everybody who is printed can sign in, sees who they are, and can sign out', async () => {
  assert.ok(demo.users.length >= 12);
  for (const user of demo.users) {
    const visitor = await browser.visitor(demo.url, user.email);
    await visitor.signIn(user);
    const banner = await visitor.page.getByRole('banner').innerText();
    assert.ok(banner.includes(user.party), banner);
    await visitor.signOut();
    assert.equal(await visitor.statusOf('/'), 303);
    await visitor.context.close();
  }
});

test('a wrong password and an unknown address get the same answer, and what was typed stays', async () => {
  const answers = [];
  for (const email of [demo.users[0].email, 'niemand@tom.example']) {
    const visitor = await browser.visitor(demo.url, 'stranger');
    await visitor.open('/aanmelden');
    await visitor.fill({ 'E-mailadres': email, Wachtwoord: 'niet-het-goede-1' });
    await visitor.press('Aanmelden');
    answers.push({ status: visitor.status, errors: await visitor.errors() });
    assert.equal(await visitor.page.getByLabel('E-mailadres').inputValue(), email);
    assert.equal(await visitor.page.getByLabel('Wachtwoord').inputValue(), '');
  }
  assert.equal(answers[0].status, 422);
  assert.equal(answers[0].errors.length, 1);
  assert.deepEqual(answers[0], answers[1]);
});

test('what is not there is a page in Dutch, not an error of the program', async () => {
  const visitor = await browser.visitor(demo.url, 'stranger', 'phone');
  await visitor.open('/bestaat-niet');
  assert.equal(visitor.status, 404);
  await visitor.screenshot('not-found');
  await visitor.open('/');
  assert.match(visitor.page.url(), /\/aanmelden/);
  await visitor.screenshot('sign-in');
});

test('the clock of a demo moves forward only', async () => {
  const visitor = await browser.visitor(demo.url, 'demo');
  await demo.moveClock(visitor, '2026-03-04');
  await visitor.sees('4 maart 2026');
  await visitor.fill({ 'Nieuwe datum': { date: '2026-03-03' } });
  await visitor.press('Zet de klok vooruit');
  assert.equal(visitor.status, 422);
  assert.equal((await visitor.errors()).length, 1);
  await visitor.screenshot('clock');
});
