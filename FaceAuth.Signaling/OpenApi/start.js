// Shows the descriptions of this server's API. Nothing is fetched from elsewhere, and no key that is typed in is kept.
const legacy = new URL('../openapi/legacy.json', location.href);
const sources = [{ title: 'v1', url: new URL('../openapi/v1.json', location.href).href, default: true }];
if ((await fetch(legacy, { method: 'HEAD' })).ok) sources.push({ title: 'legacy', url: legacy.href });
Scalar.createApiReference('#api', {
  sources,
  servers: [{ url: new URL('..', location.href).href.replace(/\/$/, '') }],
  withDefaultFonts: false,
  persistAuth: false,
  telemetry: false,
  hideClientButton: true,
  showDeveloperTools: 'never',
  agent: { disabled: true },
  mcp: { disabled: true },
});
