// "What the server saw": how many pictures came and were looked at, how long that took, and to the staff what was measured.

import * as api from "./api.js";
import { $, element, list } from "./dom.js";
import * as words from "./words.js";

let first = null;   // the session's first and latest figures, each with the time they came: {at, stats}
let last = null;

/** Another session begins. */
export function forget() {
  first = last = null;
  $("saw").hidden = $("saw-scores").hidden = true;
}

/** Takes figures that the server sent. */
export function hear(stats) {
  last = { at: performance.now(), stats };
  first ??= last;
}

/** Shows the latest figures; nothing where none came. */
export function show() {
  $("saw").hidden = !last;
  if (!last) return;
  const { stats } = last;
  list($("saw-rates"), {
    "pictures a second": rate(({ framesIn }) => framesIn),
    "looked at": rate(({ analysed }) => analysed),
    dropped: rate(({ dropped }) => Object.values(dropped).reduce((sum, count) => sum + count, 0)),
  });
  showStages(Object.entries(stats.stages));
  list($("saw-times"), {
    "First picture": milliseconds(stats.firstPictureMs),
    "Picture to answer": `half within ${milliseconds(stats.latencyMs.p50)}, 95 % within ${milliseconds(stats.latencyMs.p95)}`,
  });
}

/** Shows what was measured where the server tells it to this account: to the staff, of its own sessions. */
export async function showScores(session) {
  if (!session || !api.account()) return;
  const { scores } = await api.request("GET", `v1/sessions/${session}`).catch(() => ({}));
  $("saw-scores").hidden = !scores;
  if (!scores) return;
  const number = value => value === undefined ? "not measured" : value.toFixed(2);
  list($("saw-scores-list"), {
    Likeness: number(scores.similarity) + (scores.threshold === undefined ? "" : `, needed ${number(scores.threshold)}`),
    Liveness: number(scores.liveScore),
    Blinks: String(scores.blinks),
    Pictures: `${scores.framesCounted} counted of ${scores.framesAnalysed}`,
    Signals: raised(scores.signals ?? {}),
  });
}

/** By the time between the first figures and the latest; a session that was over sooner has none. */
function rate(count) {
  const seconds = (last.at - first.at) / 1000;
  return seconds > 0 ? ((count(last.stats) - count(first.stats)) / seconds).toFixed(1) : "–";
}

function milliseconds(value) {
  return value === undefined ? "–" : `${value < 10 ? value.toFixed(1) : Math.round(value)} ms`;
}

function showStages(stages) {
  const most = Math.max(...stages.map(([, time]) => time), 0.01);
  $("saw-stages").hidden = stages.length === 0;
  $("saw-stages").tBodies[0].replaceChildren(...stages.map(([stage, time]) => {
    const [row, place, bar] = ["tr", "td", "span"].map(name => element(name, ""));
    const name = element("th", words.stageNames[stage] ?? stage);
    name.scope = "row";
    bar.className = "bar";
    bar.style.width = `${Math.max(1, time / most * 100)}%`;
    place.append(bar);
    row.append(name, place, element("td", milliseconds(time)));
    return row;
  }));
}

function raised(signals) {
  const names = Object.keys(signals).filter(name => signals[name] === "raised");
  return names.length ? `raised: ${names.join(", ")}` : `none of ${Object.keys(signals).length} raised`;
}
