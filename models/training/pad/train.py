#!/usr/bin/env python3
"""Trains models/pad_fusion.json and measures it. Needs numpy. The same input gives the same output: nothing is drawn.

usage: train.py FEATURES.jsonl … [--out ../../pad_fusion.json] [--date YYYY-MM-DD] [--leave-out SET] [--manifest FILE]

Reads what `faceauth eval pad --features` writes: its picture rows, with set, species, session, subject, time, flaw and
evidence. A recording is cut into sessions of WINDOW seconds, each judged as the program judges it: at every picture
from OVER seconds of scored pictures on, by all of them so far. An attack passes when it passes at any moment. Sets that
are named "check..." are measured, never trained on, and so is the set that --leave-out names. --manifest writes the size
and checksum of what was written into a manifest: for a copy of the models' folder whose fusion does not know a set.
"""
import argparse
import hashlib
import json
import math
import re
from collections import Counter, defaultdict

import numpy as np

NAMES = ["narrow", "wide", "stir", "texturedStir", "close"]
WINDOW = 10.0       # seconds: what "passive" takes, and what the program remembers
OVER = 3.0          # seconds of scored pictures before anything is judged
LONGEST_STEP = 1.0  # pictures further apart are no time watched
FIRST_STEP = 0.1    # what one after such a gap weighs
FEWEST = 4          # pictures; the program demands six, which these sets do not always give in three seconds
BAD_BELOW, MAX_BAD = 0.05, 0.5   # the program's own rule on top: LiveScoreOptions
STILL_BELOW, FEWEST_SWAYS = 0.0025, 4   # the program's own rule: a face that does not move; of its width
RIDGE = 0.03        # on standardised features, weights summing to 1
FOLDS = 5           # people of a fold are in no other
ACCEPT_COSTS = 1.5  # a wrong accept against a wrong refusal, when the threshold is chosen
SCORE_AT = 0.75     # what the program calls the threshold


def bounded(probability):
    """PadFeatures.Odds."""
    odds = math.log(max(probability, 1e-12) / max(1 - probability, 1e-12))
    return math.tanh(min(max(odds, -15), 15) / 8)


def is_still(sways):
    """PadMachine.IsStill."""
    return len(sways) >= FEWEST_SWAYS and np.median(sways) < STILL_BELOW


def path(pictures):
    """What PadMachine makes of a session, at each moment it would judge: features, and whether neither too many pictures are bad nor the face is still."""
    seen, sways, changes, watched, last, steps = [], [], [], 0.0, None, []
    for picture in pictures:
        spoof, change = picture["evidence"]["spoof"], picture["evidence"]["change"]
        gap = picture["time"] - last if last is not None else math.inf
        last = picture["time"]
        step = gap if gap <= LONGEST_STEP + 1e-9 else 0.0
        watched += step
        seen.append([step or FIRST_STEP, bounded(spoof["narrow"]), bounded(spoof["wide"]), bounded(spoof["close"]),
                     float(min(spoof["narrow"], spoof["wide"]) < BAD_BELOW)])
        if change:
            sways.append(float(change["sway"]))
            if scene := change["scene"]:
                changes.append([min(max(float(scene["stir"]), 0), 1.2), min(max(float(scene["texturedStir"]), -0.5), 1.5)])
        if watched < OVER - 1e-6 or len(seen) < FEWEST:
            continue
        rows = np.array(seen)
        narrow, wide, close, bad = rows[:, 0] @ rows[:, 1:] / rows[:, 0].sum()
        stir, textured = np.mean(changes, axis=0) if changes else (0.0, 0.0)
        steps.append(([narrow, wide, stir, textured, close], bad <= MAX_BAD and not is_still(sways)))
    return steps


def sessions(files):
    """Sessions of up to WINDOW seconds with their paths; those in which nothing could be judged are counted."""
    recordings = defaultdict(list)
    for file in files:
        for line in open(file, encoding="utf-8"):
            row = json.loads(line)
            if row["kind"] == "picture":
                recordings[row["set"], row["species"], row["session"]].append(row)
    rows, silent = [], Counter()
    for (name, species, _), pictures in sorted(recordings.items()):
        pictures.sort(key=lambda row: row["time"])
        for start in np.arange(0, max(pictures[-1]["time"] - OVER, 0) + 1e-9, WINDOW):
            own = [row for row in pictures if start <= row["time"] < start + WINDOW
                   and row["flaw"] == "None" and row["evidence"] and row["evidence"]["spoof"]]
            steps = path(own)
            if steps:
                rows.append({"set": name, "species": species, "person": name + pictures[0]["subject"],
                             "x": np.array([step[0] for step in steps]), "fair": np.array([step[1] for step in steps])})
            else:
                silent[name, species] += 1
    return rows, silent


class Data:
    """All sessions, and the moments of each that a model is fitted to: the first, the middle and the last."""

    def __init__(self, rows):
        self.rows = rows
        self.sets = np.array([row["set"] for row in rows])
        self.species = np.array([row["species"] for row in rows])
        self.person = np.array([row["person"] for row in rows])
        moments = [(i, j) for i, row in enumerate(rows) for j in sorted({0, len(row["x"]) // 2, len(row["x"]) - 1})]
        self.owner = np.array([i for i, _ in moments])
        self.x = np.array([rows[i]["x"][j] for i, j in moments])

    def fit(self, which):
        here = which[self.owner]
        owner = self.owner[here]
        return fit(self.x[here], (self.species[owner] == "live").astype(float), weights(self.sets[owner], self.species[owner]))

    def scores(self, model):
        """For each session its score after OVER seconds, and its highest at any moment."""
        first, most = np.empty(len(self.rows)), np.empty(len(self.rows))
        for i, row in enumerate(self.rows):
            s = np.where(row["fair"], score(model, row["x"]), -99.0)
            first[i], most[i] = s[0], s.max()
        return first, most


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


def threshold(s, sets, species):
    """Where the mean over sets of the larger of BPCER and ACCEPT_COSTS times the worst species' APCER is least; the strictest such place."""
    best = (2.0, 0.0)
    for t in np.unique(s):
        cost = []
        for one in sorted(set(sets)):
            kinds = sorted(set(species[sets == one]) - {"live"})
            apcer = max((s[(sets == one) & (species == kind)] >= t).mean() for kind in kinds)
            bpcer = (s[(sets == one) & (species == "live")] < t).mean()
            cost.append(max(ACCEPT_COSTS * apcer, bpcer))
        if np.mean(cost) <= best[0] + 1e-9:
            best = (float(np.mean(cost)), float(t))
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


def report(title, first, most, sets, species):
    lines = [title]
    for one in sorted(set(sets)):
        for kind in sorted(set(species[sets == one]), key=lambda name: (name != "live", name)):
            here = (sets == one) & (species == kind)
            at, ever = (~first[here], ~most[here]) if kind == "live" else (first[here], most[here])
            lines.append(f"  {one:8} {'BPCER' if kind == 'live' else 'APCER':5} {kind:20} after {OVER:.0f} s {rate(at)}, within {WINDOW:.0f} s {rate(ever)}")
    return lines


def enter(manifest, entry):
    """Puts a fusion's checksum and size into a manifest, every other byte as it was."""
    with open(manifest, encoding="utf-8") as file:
        text = file.read()
    text, count = re.subn(r'("file": "pad_fusion\.json", )"sha256": "\w+", "bytes": \d+', lambda found: found[1] + entry, text)
    if count != 1:
        raise SystemExit(f"{manifest} names {count} fusions pad_fusion.json, not one")
    with open(manifest, "w", encoding="utf-8") as file:
        file.write(text)


def main():
    arguments = argparse.ArgumentParser()
    arguments.add_argument("features", nargs="+")
    arguments.add_argument("--out")
    arguments.add_argument("--date", default="")
    arguments.add_argument("--leave-out", help="a set that is measured and not trained on")
    arguments.add_argument("--manifest", help="gets the size and checksum of --out")
    options = arguments.parse_args()
    rows, silent = sessions(options.features)
    data = Data(rows)
    sets, species = data.sets, data.species
    if options.leave_out and options.leave_out not in sets:
        arguments.error(f"there is no set {options.leave_out}: {', '.join(sorted(set(sets)))}")
    if options.manifest and not options.out:
        arguments.error("--manifest goes with --out")
    known = np.array([one != options.leave_out and not one.startswith("check") for one in sets])

    lines = [f"{len(rows)} sessions of up to {WINDOW:.0f} s; too few good pictures: {dict(silent) or 'none'}"]
    for held in sorted(set(sets[known])) if len(set(sets[known])) > 1 else []:
        train, test = known & (sets != held), sets == held
        model = data.fit(train)
        first, most = data.scores(model)
        t = threshold(most[train], sets[train], species[train])
        lines += report(f"Leave one set out, {held} held out", first[test] >= t, most[test] >= t, sets[test], species[test])

    first_passes, passes = np.zeros(len(rows), bool), np.zeros(len(rows), bool)
    people = sorted(set(data.person[known]))
    for fold in range(FOLDS):
        test = known & np.isin(data.person, people[fold::FOLDS])
        train = known & ~test
        model = data.fit(train)
        first, most = data.scores(model)
        t = threshold(most[train], sets[train], species[train])
        first_passes[test], passes[test] = first[test] >= t, most[test] >= t
    lines += report(f"{FOLDS} folds, no person in two, threshold from the training folds", first_passes[known], passes[known], sets[known], species[known])

    model = data.fit(known)
    first, most = data.scores(model)
    t = threshold(most[known], sets[known], species[known])
    if (~known).any():
        lines += report("All for training; never trained on", first[~known] >= t, most[~known] >= t, sets[~known], species[~known])
    mean, deviation, b = model
    fusion = {
        "id": "pad_fusion_2",
        "date": options.date,
        "intendedUse": "One term of the evidence that a face before a camera is live, over 3–10 s of its pictures; never alone, never for one picture.",
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
        entry = f'"sha256": "{hashlib.sha256(written).hexdigest()}", "bytes": {len(written)}'
        if options.manifest:
            enter(options.manifest, entry)
        else:
            print(f"for models/manifest.json: {entry}")


if __name__ == "__main__":
    main()
