// The sign-in page: a name and a password, or a passkey, are sent as JSON; what is refused is said in the server's own words.
const form = document.querySelector('#sign-in');
if (form) begin();

function begin() {
  const passkey = document.querySelector('#passkey');
  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const { userName, password } = Object.fromEntries(new FormData(form));
    run(() => send('admin/session', { userName, password }));
  });
  if (!window.PublicKeyCredential?.parseRequestOptionsFromJSON) return;
  passkey.hidden = false;
  passkey.addEventListener('click', () => run(signInWithPasskey));
}

async function run(act) {
  const fault = document.querySelector('#sign-in-error');
  const buttons = form.querySelectorAll('button');
  fault.textContent = '';
  buttons.forEach((button) => { button.disabled = true; });
  try {
    await act();
    location.assign(new URL(form.dataset.to, document.baseURI));
  } catch (error) {
    fault.textContent = error instanceof TypeError ? 'The server cannot be reached. Look at the network and try again.'
      : error.name === 'NotAllowedError' ? 'No passkey was used. Try again, or sign in with your password.' : error.message;
    buttons.forEach((button) => { button.disabled = false; });
    document.querySelector('#password').value = '';
  }
}

async function signInWithPasskey() {
  const question = await (await send('v1/auth/passkey/options', {})).json();
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(question.options);
  const credential = (await navigator.credentials.get({ publicKey })).toJSON();
  await send('admin/session/passkey', { state: question.state, credential });
}

async function send(place, body) {
  const token = document.querySelector('#console-form input').value;
  const answer = await fetch(new URL(place, document.baseURI), {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', RequestVerificationToken: token },
    body: JSON.stringify(body),
  });
  if (answer.ok) return answer;
  const problem = await answer.json().catch(() => ({}));
  throw new Error(problem.detail ?? 'The server refused that and did not say why. Try again.');
}
