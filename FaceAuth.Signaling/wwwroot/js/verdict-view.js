// What is shown of a signed verdict: its claims, and whether it is this server's and this session's.

import * as api from "./api.js";
import { claimsOf, isSigned } from "./verdict.js";
import { $, element, list } from "./dom.js";

/**
 * Shows a verdict and what of it could be checked here.
 * @param jws the signed verdict
 * @param given the session that was asked for: {id, nonce}
 * @param fingerprints of the connection's two certificates: {local, remote}
 */
export async function showVerdict(jws, given, fingerprints) {
  $("verdict-jws").textContent = jws;
  const claims = claimsOf(jws);
  const when = seconds => new Date(seconds * 1000).toLocaleString();
  list($("verdict-claims"), {
    Accepted: claims.accepted ? "yes" : "no",
    Purpose: claims.purpose,
    Subject: claims.sub ?? "nobody",
    Issuer: claims.iss,
    "For": claims.aud,
    Issued: when(claims.iat),
    "Good until": when(claims.exp),
    Session: claims.sid,
    Nonce: claims.nonce,
    Policy: claims.policy,
    Reasons: claims.reasons.join(", ") || "none",
    Models: `${claims.pack}: ${claims.models.join(", ")}`,
    "Server's certificate": claims.dtls.local,
    "Browser's certificate": claims.dtls.remote,
  });
  let signed = null;
  try {
    signed = await isSigned(jws, await api.keys());
  } catch { /* the keys could not be fetched: unknown, not wrong */ }
  const same = (left, right) => right === null || right === undefined ? null : left === right;
  const checks = [
    ["signature", signed, "Signed by this server's published key"],
    ["session", same(claims.sid, given.id), "Made for this session"],
    ["nonce", same(claims.nonce, given.nonce), "Answers the nonce that was asked for"],
    ["connection", fingerprints.local ? same(claims.dtls.local, fingerprints.local) && same(claims.dtls.remote, fingerprints.remote) : null,
      "Bound to this very connection"],
  ];
  $("verdict-checks").replaceChildren(...checks.map(([name, ok, text]) => {
    const item = element("li", ok === null ? `${text}: could not be checked here` : ok ? text : `${text}: no`);
    item.dataset.check = name;
    item.dataset.ok = ok ?? "unknown";
    return item;
  }));
  $("verdict").dataset.checked = "true";
}
