// Reads a verdict (a compact JWS, RFC 7515) and checks it with nothing but the server's published keys.

const bytesOf = base64Url => Uint8Array.from(atob(base64Url.replaceAll("-", "+").replaceAll("_", "/")), character => character.charCodeAt(0));
const jsonOf = base64Url => JSON.parse(new TextDecoder().decode(bytesOf(base64Url)));

/** The claims of a JWS, unchecked. */
export function claimsOf(jws) {
  return jsonOf(jws.split(".")[1]);
}

/**
 * Whether the signature is by one of `keys` (JWKs) with ES256; null where the page may not use WebCrypto
 * (an origin that is not secure).
 */
export async function isSigned(jws, keys) {
  if (!window.crypto?.subtle) return null;
  const [header, payload, signature] = jws.split(".");
  const { alg, typ, kid } = jsonOf(header);
  const jwk = keys.find(candidate => candidate.kid === kid);
  if (alg !== "ES256" || typ !== "faceauth-verdict+jwt" || !jwk) return false;
  const key = await crypto.subtle.importKey("jwk", jwk, { name: "ECDSA", namedCurve: "P-256" }, false, ["verify"]);
  const signed = new TextEncoder().encode(`${header}.${payload}`);
  return crypto.subtle.verify({ name: "ECDSA", hash: "SHA-256" }, key, bytesOf(signature), signed);
}
