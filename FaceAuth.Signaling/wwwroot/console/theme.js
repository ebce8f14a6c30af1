// Before anything is drawn, so that nothing flashes: the theme that was chosen here, or the system's.
const chosen = localStorage.getItem('faceauth-theme');
const dark = chosen ? chosen === 'dark' : matchMedia('(prefers-color-scheme: dark)').matches;
document.documentElement.dataset.theme = dark ? 'dark' : 'light';
