"""The starter pack's attack fusion: fusion.py PERMISSIVE STARTER COMMON.json OUT.json DATE

What a face's stir says is taken over from the common fusion; how much the networks' odds say is measured anew, on people who
are used neither for training nor for the report. Single pictures stand for sessions, whose means vary less.
"""
import json
import os
import sys

import numpy as np

from evaluate import live_odds
from labels import Labels
from sets import kind_of_rendered
from spoof import LIVE, kind_of


def main():
    student, common, out, date = sys.argv[2], json.load(open(sys.argv[3])), sys.argv[4], sys.argv[5]
    odds, live, weight, data = [], [], [], []
    for name in ("nuaa", "replay", "rendered"):
        labels = Labels(student, name, "tune", confirmed=False)
        keep = [i for i, p in enumerate(labels.paths) if labels.found[i] > 0 and (kind_of(name, p) != LIVE or name != "rendered" or kind_of_rendered(p) in ("live", "glasses"))]
        is_live = np.array([kind_of(name, labels.paths[i]) == LIVE for i in keep])
        odds.append(live_odds(labels, keep))
        live.append(is_live)
        weight.append(np.where(is_live, 0.5 / max(1, is_live.sum()), 0.5 / max(1, (~is_live).sum())))
        data.append(f"{name}: {is_live.sum()} pictures of live people, {(~is_live).sum()} of attacks, people {len(set(labels.people))}")
    odds, live, weight = np.concatenate(odds), np.concatenate(live), np.concatenate(weight)
    weight /= weight.sum()
    features, z = [], []
    weight_of = {f["name"]: f["weight"] for f in common["features"]}
    both = weight_of["narrow"] + weight_of["wide"]
    share = (both + weight_of.get("close", 0)) / both       # what the third network says there, these two must say here
    for k, name in enumerate(("narrow", "wide")):
        mean = float((odds[:, k] * weight).sum())
        deviation = float(np.sqrt((((odds[:, k] - mean) ** 2) * weight).sum()))
        features.append({"name": name, "mean": round(mean, 5), "deviation": round(deviation, 5), "weight": round(weight_of[name] * share, 5)})
        z.append((odds[:, k] - mean) / deviation * weight_of[name] * share)
    total = z[0] + z[1]
    # the threshold, 0.75, where a wrong accept and a wrong refusal cost the most alike, the first half again as much
    best = min((max(1.5 * weight[~live & (total >= t)].sum() * 2, weight[live & (total < t)].sum() * 2), t) for t in np.unique(total))[1]
    rest = [f for f in common["features"] if f["name"] not in ("narrow", "wide", "close")]
    fusion = {**{k: v for k, v in common.items() if k not in ("features", "data", "measured", "intercept", "id", "date")},
              "id": "starter_pad_fusion_1", "date": date, "data": data, "features": features + rest,
              "intercept": round(float(np.log(3) - best), 5),
              "measured": [f"single pictures, stir left aside: live refused {100 * 2 * weight[live & (total < best)].sum():.1f} %, attacks taken {100 * 2 * weight[~live & (total >= best)].sum():.1f} %, sets weighed alike"]}
    json.dump(fusion, open(out, "w"), indent=2, ensure_ascii=False)
    open(out, "a").write("\n")
    print(json.dumps(fusion, indent=1))


if __name__ == "__main__":
    main()
