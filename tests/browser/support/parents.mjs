// What a parent or a young person does on the own page, reached by a personal link and a date of birth.

/** The personal link in the text of a letter (without white space, because a letter breaks it over lines) or of a mail. */
export function linkIn(text) {
  const found = /(https?:\/\/[^\s/]+)?\/mijn\/[A-Za-z0-9_-]{43}/.exec(text);
  if (!found) throw new Error(`no personal link in:\n${text}`);
  return found[0];
}

/** Opens the link and gives the date of birth. */
export async function enter(visitor, link, born) {
  await visitor.open(link);
  await visitor.fill({ 'Geboortedatum van het kind': { date: born } });
  await visitor.press('Verder');
}

/** Makes an account with the code of the own letter, and comes in with it. Answers the name to sign in with. */
export async function makeAccount(visitor, letter, born, password) {
  const code = /vul deze code in:\s*(\S+?)\./.exec(letter.text)[1];
  await visitor.open('/mijn/account');
  await visitor.fill({ 'Code uit de brief': code, 'Geboortedatum van het kind': { date: born }, Wachtwoord: password });
  await visitor.screenshot('account');
  await visitor.press('Verder');
  const name = await visitor.page.locator('p.secret').innerText();
  await visitor.follow('Ik heb de naam bewaard');
  await visitor.secondStep(name);
  return name;
}

/** Signs in with the own account. */
export async function signIn(visitor, name, password) {
  await visitor.open('/mijn/aanmelden');
  await visitor.fill({ Aanmeldnaam: name, Wachtwoord: password });
  await visitor.press('Aanmelden');
  await visitor.secondStep(name);
}

/** Reads the advice on the page; answers its text. */
export async function readAdvice(visitor) {
  await visitor.follow('Het advies van de arts lezen');
  const text = await visitor.text();
  await visitor.screenshot('advice');
  await visitor.follow('Terug naar uw pagina');
  return text;
}

/** Signs the notification of article 6. */
export async function notify(visitor, municipality, claimedBefore = false) {
  await visitor.follow('De kennisgeving tekenen');
  await visitor.fill({
    'Is voor dit kind al eerder een vrijstelling gevraagd?': { choose: claimedBefore ? 'Ja' : 'Nee' },
    [`Ik heb de gegevens gelezen en zij kloppen. Ik doe deze kennisgeving aan burgemeester en wethouders van ${municipality}.`]: true,
  });
  await visitor.screenshot('notification');
  await visitor.press('Kennisgeving tekenen');
}

/** Releases the advice to the LPA. */
export async function release(visitor) {
  await visitor.follow('Het advies vrijgeven');
  await visitor.sees('Dit gaat naar');
  await visitor.screenshot('release');
  await visitor.press('Advies vrijgeven');
}

/** Withdraws a consent; the page stays. */
export async function withdraw(visitor, consent) {
  await visitor.follow('Uw toestemmingen bekijken of intrekken');
  await visitor.screenshot('consents');
  await visitor.press(new RegExp(`^Toestemming intrekken.*${consent}`));
}

/** Sends the advice to the LPA, without a consent that it be shared. */
export async function send(visitor) {
  await visitor.follow('Het advies zelf versturen');
  await visitor.press('Advies versturen');
}
