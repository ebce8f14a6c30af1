// What single pages of the console ask of the browser.
export async function copy(id) {
  const field = document.getElementById(id);
  field.select();
  try {
    await navigator.clipboard.writeText(field.value);
    return true;
  } catch {
    return document.execCommand('copy');   // on a page without https
  }
}

// A form's fields go to the server as they were typed, and by no circuit; what is refused is said in the server's own words.
export async function sendForm(form, place) {
  const body = Object.fromEntries(new FormData(document.getElementById(form)));
  const answer = await send(place, body);
  if (answer.ok) document.getElementById(form).reset();
  return answer;
}

export async function addPasskey(name) {
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON)
    return { ok: false, text: 'This browser has no passkeys here. They need https, or this very machine.' };
  const asked = await send('admin/own/passkeys/options', {});
  if (!asked.ok) return asked;
  let credential;
  try {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(asked.value.options);
    credential = (await navigator.credentials.create({ publicKey })).toJSON();
  } catch (error) {
    return { ok: false, text: error.name === 'InvalidStateError' ? 'This device has a passkey of this account already.' : 'No passkey was made. Try again.' };
  }
  return send('admin/own/passkeys', { state: asked.value.state, credential, name: name || null });
}

export function leave(receipt) {
  if (receipt) {
    const link = document.createElement('a');
    link.href = 'data:application/jwt,' + receipt;
    link.download = 'erasure.jwt';
    link.click();
  }
  location.assign(new URL('admin/sign-in', document.baseURI));
}

async function send(place, body) {
  const token = document.querySelector('#console-form input').value;
  try {
    const answer = await fetch(new URL(place, document.baseURI), {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
      body: JSON.stringify(body),
    });
    const value = answer.status === 204 ? null : await answer.json().catch(() => null);
    return answer.ok ? { ok: true, value } : { ok: false, text: value?.detail ?? 'The server refused that and did not say why. Try again.' };
  } catch {
    return { ok: false, text: 'The server cannot be reached. Look at the network and try again.' };
  }
}
