// Passkeys: asks the browser for one and sends its answer with the form. The only script of TOM, on the pages that ask for a second factor;
// without it a code does. What it says stands on the page.
'use strict';

const bytes = (text) => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
const text = (buffer) => buffer && btoa(String.fromCharCode(...new Uint8Array(buffer)))
  .replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');

/** The options with bytes where the page could only hold text. */
function options(json) {
  const { publicKey } = JSON.parse(json);
  const known = (list) => list?.map((one) => ({ ...one, id: bytes(one.id) }));
  publicKey.challenge = bytes(publicKey.challenge);
  if (publicKey.user) publicKey.user.id = bytes(publicKey.user.id);
  if (publicKey.excludeCredentials) publicKey.excludeCredentials = known(publicKey.excludeCredentials);
  if (publicKey.allowCredentials) publicKey.allowCredentials = known(publicKey.allowCredentials);
  return { publicKey };
}

/** What the browser answered, as text. */
function answer({ id, rawId, type, response }) {
  const told = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    told.attestationObject = text(response.attestationObject);
  } else {
    told.authenticatorData = text(response.authenticatorData);
    told.signature = text(response.signature);
    told.userHandle = text(response.userHandle);
  }
  return JSON.stringify({ id, rawId: text(rawId), type, response: told });
}

for (const part of document.querySelectorAll('[data-passkey]')) {
  if (!window.PublicKeyCredential) break;
  const show = (wanted) => {
    for (const one of part.querySelectorAll('[data-say]')) one.hidden = one.dataset.say !== wanted;
  };
  show('');
  const action = part.querySelector('[data-ask]');
  action.hidden = false;
  action.querySelector('button').addEventListener('click', async () => {
    show('');
    try {
      const asked = options(part.dataset.options);
      const made = await navigator.credentials[part.dataset.passkey](asked);
      part.querySelector('[name=factor]').value = answer(made);
      part.closest('form').submit();
    } catch (error) {
      show(error.name === 'InvalidStateError' ? 'known' : 'none');
    }
  });
}
