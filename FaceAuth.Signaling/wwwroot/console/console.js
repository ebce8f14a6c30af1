// What the console's circuit asks of its page.
const wide = matchMedia('(min-width: 960px)');
const system = matchMedia('(prefers-color-scheme: dark)');
const key = 'faceauth-theme';

const isDark = () => (localStorage.getItem(key) ?? (system.matches ? 'dark' : 'light')) === 'dark';

function show() {
  document.documentElement.dataset.theme = isDark() ? 'dark' : 'light';
}

export function watch(layout) {
  const tell = (room) => layout.invokeMethodAsync('HandleLookAsync', isDark(), room).catch(() => {});
  system.addEventListener('change', () => { show(); tell(null); });
  wide.addEventListener('change', () => tell(wide.matches));
  document.addEventListener('keydown', (event) => {
    if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    layout.invokeMethodAsync('HandlePaletteAsync').catch(() => {});
  });
  tell(wide.matches);
}

export function keepTheme(dark) {
  localStorage.setItem(key, dark ? 'dark' : 'light');
  show();
}

export const isNarrow = () => !wide.matches;

export async function signOut() {
  const token = document.querySelector('#console-form input').value;
  const ended = await fetch(new URL('admin/session/end', document.baseURI), { method: 'POST', headers: { RequestVerificationToken: token } });
  // somebody else signed in beside this page: it is drawn anew as theirs, whose it is to sign out
  if (!ended.ok) return location.reload();
  location.assign(new URL('admin/sign-in', document.baseURI));
}
