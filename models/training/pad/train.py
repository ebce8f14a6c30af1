#!/usr/bin/env python3
"""Trains models/pad_fusion.json and measures it. Needs numpy. The same input gives the same output: nothing is drawn.

usage: train.py FEATURES.jsonl … [--out ../../pad_fusion.json] [--date YYYY-MM-DD]

Reads what `faceauth eval pad --features` writes: its picture rows, with set, species, session, subject, time and
evidence. Each session gives one trial, its first SECONDS; one with fewer than FEWEST pictures of a face gives none and
is counted. Sets that are named "check..." are measured, never trained on.
"""
import argparse
import hashlib
import json
import math
from collections import Counter, defaultdict

import numpy as np

NAMES = ["narrow", "wide", "stir", "texturedStir"]
SECONDS = 3.2
FEWEST = 3
RIDGE = 0.03        # on standardised features, weights summing to 1
FOLDS = 5           # people of a fold are in no other
ACCEPT_COSTS = 1.5  # a wrong accept against a wrong refusal, when the threshold is chosen
SCORE_AT = 0.75     # what the program calls the threshold


def bounded(probability):
    """PadFeatures.Odds."""
    odds = math.log(max(probability, 1e-12) / max(1 - probability, 1e-12))
    return math.tanh(min(max(odds, -15), 15) / 8)


def trials(files):
    """One row a session: the features' means as PadMachine takes them."""
    sessions = defaultdict(list)
    for file in files:
        for line in open(file, encoding="utf-8"):
            row = json.loads(line)
            if row["kind"] == "picture" and row["time"] <= SECONDS:
                sessions[row["set"], row["species"], row["session"]].append(row)
    rows, silent = [], Counter()
    for (name, species, _), pictures in sorted(sessions.items()):
        seen = [row["evidence"] for row in pictures if row["evidence"] and row["evidence"]["spoof"]]
        if len(seen) < FEWEST:
            silent[name, species] += 1
            continue
        changes = [evidence["change"] for evidence in seen if evidence["change"]]
        rows.append({
            "set": name, "species": species, "person": pictures[0]["subject"],
            "narrow": np.mean([bounded(evidence["spoof"]["narrow"]) for evidence in seen]),
            "wide": np.mean([bounded(evidence["spoof"]["wide"]) for evidence in seen]),
            "stir": np.mean([np.clip(change["stir"], 0, 1.2) for change in changes]) if changes else 0.0,
            "texturedStir": np.mean([np.clip(change["texturedStir"], -0.5, 1.5) for change in changes]) if changes else 0.0,
            "before": np.mean([min(evidence["spoof"]["narrow"], evidence["spoof"]["wide"]) for evidence in seen])})
    return rows, silent


def weights(sets, species):
    """Half of a set's weight for live sessions, half for attacks; sets alike, an attack's species alike."""
    w = np.zeros(len(sets))
    for one in set(sets):
        kinds = sorted(set(species[sets == one]))
        for kind in kinds:
            here = (sets == one) & (species == kind)
            w[here] = (0.5 if kind == "live" else 0.5 / (len(kinds) - 1)) / here.sum()
    return w / w.sum()


def fit(x, y, w):
    """Ridge logistic regression with weights of 0 or more: projected Newton steps until nothing moves."""
    mean = w @ x
    deviation = np.sqrt(w @ (x - mean) ** 2) + 1e-6
    z = np.c_[(x - mean) / deviation, np.ones(len(x))]
    penalty = np.r_[np.full(x.shape[1], RIDGE), 1e-6]
    b, free = np.zeros(z.shape[1]), np.ones(z.shape[1], bool)
    for _ in range(500):
        p = 1 / (1 + np.exp(-z @ b))
        gradient = z.T @ (w * (p - y)) + penalty * b
        free = np.r_[~((b[:-1] <= 0) & (gradient[:-1] > 0)), True]
        hessian = (z * (w * p * (1 - p))[:, None]).T @ z + np.diag(penalty)
        step = np.zeros_like(b)
        step[free] = np.linalg.solve(hessian[np.ix_(free, free)], gradient[free])
        moved = b - np.clip(step, -1, 1)
        moved[:-1] = np.maximum(moved[:-1], 0)
        if np.abs(moved - b).max() < 1e-9:
            break
        b = moved
    return mean, deviation, b


def score(model, x):
    mean, deviation, b = model
    return (x - mean) / deviation @ b[:-1] + b[-1]


def threshold(s, y, sets, species):
    """Where the mean over sets of the larger of BPCER and ACCEPT_COSTS times the worst species' APCER is least."""
    best = (2.0, 0.0)
    for t in np.unique(s):
        cost = []
        for one in sorted(set(sets)):
            kinds = sorted(set(species[sets == one]) - {"live"})
            apcer = max((s[(sets == one) & (species == kind)] >= t).mean() for kind in kinds)
            bpcer = (s[(sets == one) & (y == 1)] < t).mean()
            cost.append(max(ACCEPT_COSTS * apcer, bpcer))
        best = min(best, (float(np.mean(cost)), float(t)))
    return best[1]


def interval(k, n):
    """Wilson's 95 % interval."""
    if n == 0:
        return 0.0, 1.0
    z, p = 1.96, k / n
    middle, half = p + z * z / (2 * n), z * math.sqrt(p * (1 - p) / n + z * z / (4 * n * n))
    return max(0.0, (middle - half) / (1 + z * z / n)), min(1.0, (middle + half) / (1 + z * z / n))


def rate(wrong):
    low, high = interval(int(wrong.sum()), len(wrong))
    return f"{100 * wrong.mean():5.1f} % ({int(wrong.sum())} of {len(wrong)}; {100 * low:.1f}–{100 * high:.1f})"


def report(title, accepted, sets, species):
    lines = [title]
    for one in sorted(set(sets)):
        for kind in sorted(set(species[sets == one]), key=lambda name: (name != "live", name)):
            here = (sets == one) & (species == kind)
            wrong = ~accepted[here] if kind == "live" else accepted[here]
            lines.append(f"  {one:8} {'BPCER' if kind == 'live' else 'APCER':5} {kind:20} {rate(wrong)}")
    return lines


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("features", nargs="+")
    arguments.add_argument("--out")
    arguments.add_argument("--date", default="")
    options = arguments.parse_args()
    rows, silent = trials(options.features)
    x = np.array([[row[name] for name in NAMES] for row in rows])
    sets, species = np.array([row["set"] for row in rows]), np.array([row["species"] for row in rows])
    person = np.array([row["set"] + row["person"] for row in rows])
    before = np.array([row["before"] for row in rows])
    y = (species == "live").astype(float)
    known = np.array([not one.startswith("check") for one in sets])

    lines = [f"{len(rows)} sessions of up to {SECONDS} s; without a face: {dict(silent) or 'none'}"]
    lines += report("Before: mean of the lower network's probability >= 0.75", before >= SCORE_AT, sets, species)
    for held in sorted(set(sets[known])):
        train = known & (sets != held)
        model = fit(x[train], y[train], weights(sets[train], species[train]))
        t = threshold(score(model, x[train]), y[train], sets[train], species[train])
        test = sets == held
        lines += report(f"Leave one set out, {held} held out", score(model, x[test]) >= t, sets[test], species[test])

    accepted = np.zeros(len(rows), bool)
    people = sorted(set(person[known]))
    for fold in range(FOLDS):
        test = known & np.isin(person, people[fold::FOLDS])
        train = known & ~test
        model = fit(x[train], y[train], weights(sets[train], species[train]))
        t = threshold(score(model, x[train]), y[train], sets[train], species[train])
        accepted[test] = score(model, x[test]) >= t
    lines += report(f"{FOLDS} folds, no person in two, threshold from the training folds", accepted[known], sets[known], species[known])

    model = fit(x[known], y[known], weights(sets[known], species[known]))
    t = threshold(score(model, x[known]), y[known], sets[known], species[known])
    if (~known).any():
        lines += report("All for training; never trained on", score(model, x[~known]) >= t, sets[~known], species[~known])
    mean, deviation, b = model
    fusion = {
        "id": "pad_fusion_1",
        "date": options.date,
        "intendedUse": "One term of the evidence that a face before a camera is live, over 1–4 s of its pictures; never alone, never for one picture.",
        "data": [f"{one}: {count} sessions" for one, count in sorted(Counter(sets[known]).items())],
        "features": [
            {"name": name, "mean": round(float(m), 5), "deviation": round(float(d), 5), "weight": round(float(w), 5)}
            for name, m, d, w in zip(NAMES, mean, deviation, b[:-1])],
        "intercept": round(float(b[-1] - t + math.log(SCORE_AT / (1 - SCORE_AT))), 5),
        "measured": lines,
    }
    print("\n".join(lines))
    print(json.dumps(fusion["features"]), fusion["intercept"])
    if options.out:
        written = (json.dumps(fusion, indent=2, ensure_ascii=False) + "\n").encode()
        with open(options.out, "wb") as out:
            out.write(written)
        print(f'for models/manifest.json: "sha256": "{hashlib.sha256(written).hexdigest()}", "bytes": {len(written)}')


if __name__ == "__main__":
    main()
