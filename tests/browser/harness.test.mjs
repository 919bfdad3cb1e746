// The harness itself, tried on a page that the test serves: what it says about the product can then be believed.

import assert from 'node:assert/strict';
import fs from 'node:fs/promises';
import http from 'node:http';
import net from 'node:net';
import { after, before, test } from 'node:test';
import { Browser } from './support/browser.mjs';
import { Expectations, readCase } from './support/case.mjs';
import { readOutput } from './support/demo.mjs';
import { MailSink } from './support/mail.mjs';
import { readPdf } from './support/pdf.mjs';

const FORM = `<form method="post" action="/">
  <fieldset><legend>Ouder 1</legend>
    <p><label for="a">Achternaam</label> <input id="a" name="a"></p>
    <p><label for="m">E-mailadres <span>(niet verplicht)</span></label> <input id="m" name="m"></p>
    <fieldset><legend>Gezag</legend>
      <input type="radio" id="g1" name="g" value="1"><label for="g1">Ja</label>
      <input type="radio" id="g2" name="g" value="0"><label for="g2">Nee</label></fieldset>
  </fieldset>
  <fieldset><legend>Geboortedatum</legend>
    <label for="d1">Dag</label> <input id="d1" name="d1"> <label for="d2">Maand</label> <input id="d2" name="d2">
    <label for="d3">Jaar</label> <input id="d3" name="d3"></fieldset>
  <p><label for="s">School</label> <select id="s" name="s"><option></option><option value="x">De Lindeboom</option></select></p>
  <p><input type="checkbox" id="c" name="c"><label for="c">Akkoord</label></p>
  <button>Opslaan</button></form>`;

const page = (main) => `<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Proef</title></head>
  <body><main><h1>Proef</h1>${main}</main><script>document.title = 'script'</script></body></html>`;

let browser, server, base, posted;

before(async () => {
  server = http.createServer(async (request, answer) => {
    let body = '';
    for await (const part of request) body += part;
    const send = (html, status = 200, policy = "default-src 'none'") => answer.writeHead(status, {
      'content-type': 'text/html; charset=utf-8',
      'content-security-policy': policy,
      'set-cookie': '__Host-proef=1; Path=/; Secure; HttpOnly; SameSite=Lax',
    }).end(html);
    if (request.method === 'POST') {
      posted = { ...Object.fromEntries(new URLSearchParams(body)), cookie: request.headers.cookie };
      return send(page('<div role="alert"><ul><li><a href="#a">Achternaam: te lang</a></li></ul></div>'), 422);
    }
    if (request.url === '/fout') {
      // Allowed by its policy: what the browser complains of would hide, or not, what axe finds.
      return send(page('<img src="x.png"><p style="color:#ddd">bleek</p>'), 200, "img-src 'self'; style-src 'unsafe-inline'; script-src 'none'");
    }
    if (request.url === '/lijst') {
      return send(page('<section aria-labelledby="t"><h2 id="t">Tijdlijn</h2><ol><li>Twee<ul><li>a</li></ul></li><li>Een</li></ol></section>'));
    }
    return send(page(FORM));
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  base = `http://127.0.0.1:${server.address().port}`;
  browser = await Browser.start('harness');
});

after(async () => {
  await browser?.stop();
  server?.close();
});

test('a form is filled by its labels and sent without JavaScript', async () => {
  const visitor = await browser.visitor(base, 'proef');
  await visitor.open('/');
  await visitor.fill({ Achternaam: "van 't Hof", 'E-mailadres': 'a@example.nl', Gezag: { choose: 'Nee' } }, 'Ouder 1');
  await visitor.fill({ Geboortedatum: { date: '2017-03-14' }, School: { choose: 'De Lindeboom' }, Akkoord: true });
  await visitor.press('Opslaan');
  assert.deepEqual(posted, {
    a: "van 't Hof", m: 'a@example.nl', g: '0', d1: '14', d2: '3', d3: '2017', s: 'x', c: 'on', cookie: '__Host-proef=1',
  });
  assert.equal(visitor.status, 422);
  assert.deepEqual(await visitor.errors(), ['Achternaam: te lang']);
  assert.equal(await visitor.page.title(), 'Proef', 'no script ran');
  assert.ok((await fs.stat(await visitor.screenshot('form'))).size > 1000);
});

test('a timeline is read entry by entry', async () => {
  const visitor = await browser.visitor(base, 'proef', 'phone');
  await visitor.open('/lijst');
  assert.deepEqual(await visitor.timeline(), ['Twee\na', 'Een']);
  await visitor.sees('Tijdlijn', /Twee/);
  await visitor.seesNot('Drie');
  await assert.rejects(visitor.seesNot('Een'), /must not see Een/);
});

test('axe finds planted faults', async () => {
  const visitor = await browser.visitor(base, 'proef');
  await assert.rejects(visitor.open('/fout'), /image-alt[^]*color-contrast|color-contrast[^]*image-alt/);
});

test('a letter is read back from its PDF', async () => {
  const visitor = await browser.visitor(base, 'proef');
  await visitor.open('/');
  const pdf = await readPdf(await visitor.page.pdf({ tagged: true }));
  assert.match(pdf.text, /Proef/);
  assert.deepEqual([pdf.pages, pdf.tagged], [1, true]);
});

test('the mail server keeps, defers, refuses or hangs up', async (t) => {
  const sink = await MailSink.start();
  t.after(() => sink.stop());
  const lines = ['From: a@example.nl', 'Subject: =?utf-8?Q?Bericht_voor_Jo=C3=ABl?=', 'Content-Transfer-Encoding: base64', '',
    Buffer.from('Er staat iets voor u klaar in TOM: Joël').toString('base64')];
  assert.equal(await speak(sink.port, lines), 250);
  const mail = await sink.wait((mail) => mail.to.includes('b@example.nl'));
  assert.deepEqual([mail.subject, mail.text], ['Bericht voor Joël', 'Er staat iets voor u klaar in TOM: Joël']);
  sink.mode = 'refuse-for-now';
  assert.equal(await speak(sink.port, lines), 451);
  sink.mode = 'refuse';
  assert.equal(await speak(sink.port, lines), 550);
  assert.equal(sink.messages.length, 1);
  sink.mode = 'drop-after-data';
  assert.equal(await speak(sink.port, lines), undefined);
  assert.equal(sink.messages.length, 2);
});

test('the demo\'s address and users are read from what it prints', () => {
  const { url, users } = readOutput(`Open:        http://127.0.0.1:4711
Wachtwoord:  proef-woord-1 (voor iedereen)

  swv.deeem@tom.example              medewerker samenwerkingsverband, SWV de Eem
  arts@tom.example                   onafhankelijk arts, GGD regio Utrecht\n`);
  assert.equal(url, 'http://127.0.0.1:4711');
  assert.deepEqual(users, [
    { party: 'SWV de Eem', role: 'medewerker samenwerkingsverband', email: 'swv.deeem@tom.example', password: 'proef-woord-1' },
    { party: 'GGD regio Utrecht', role: 'onafhankelijk arts', email: 'arts@tom.example', password: 'proef-woord-1' },
  ]);
});

test('a walk that forgets an expectation fails', async () => {
  const theCase = { case: 9, expected: [{ id: 'a', text: 'A' }, { id: 'b', text: 'B', later: 'not yet' }] };
  const expectations = new Expectations(theCase);
  assert.throws(() => expectations.done(), /a: A/);
  await assert.rejects(expectations.see('a', () => assert.fail('not there')), /case 9, "A":\nnot there/);
  await expectations.see('a', () => {});
  expectations.done();
  await assert.rejects(expectations.see('a', () => {}), /no open expectation/);
});

test('the five cases are complete and their expectations have names of their own', () => {
  for (const number of [1, 2, 3, 4, 5]) {
    const theCase = readCase(number);
    assert.equal(theCase.case, number);
    assert.ok(theCase.parents.length && theCase.child.born && theCase.school.name && theCase.situation && theCase.consent);
    const ids = theCase.expected.map((line) => line.id);
    assert.ok(ids.length > 2 && new Set(ids).size === ids.length, `case ${number}`);
    assert.ok(theCase.expected.every((line) => line.text && line.text.length > 10));
  }
});

/** Sends one mail by hand; answers the code with which the server ended it, or nothing when it hung up. */
function speak(port, lines) {
  const say = ['EHLO test', 'MAIL FROM:<a@example.nl>', 'RCPT TO:<b@example.nl>', 'DATA', `${lines.join('\r\n')}\r\n.`];
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    let code;
    socket.on('data', (data) => {
      code = Number(/^(\d{3}) /m.exec(data.toString())?.[1]);
      if (code >= 400 || say.length === 0) return socket.destroy();
      socket.write(`${say.shift()}\r\n`);
      code = undefined;
    });
    socket.on('close', () => resolve(code));
    socket.on('error', (error) => (error.code === 'ECONNRESET' ? resolve(undefined) : reject(error)));
  });
}
