"""Measures the starter pack through the production code beside the permissive one, on what was kept out of training: evaluate.py PERMISSIVE STARTER [tune|report]

Both are folders of label.py, the second made with FACEAUTH_PACK=starter FACEAUTH_PART=test.
"""
import os
import sys

import numpy as np

from detect import overlap
from embed import rates
from labels import Labels, auc
from sets import kind_of_rendered
from spoof import LIVE, kind_of

PART = sys.argv[3] if len(sys.argv) > 3 else "report"


def pair(teacher, student, name):
    """The same pictures as both saw them."""
    a, b = Labels(teacher, name, PART, confirmed=False), Labels(student, name, PART, confirmed=False)
    assert a.paths == b.paths, name
    return a, b


def interval(k, n):
    """Clopper and Pearson would need scipy; Wilson's is near enough for a report."""
    if n == 0:
        return "none"
    z, p = 1.96, k / n
    middle, half = (p + z * z / (2 * n)) / (1 + z * z / n), z * np.sqrt(p * (1 - p) / n + z * z / (4 * n * n)) / (1 + z * z / n)
    return f"{k} of {n}, {100 * p:.1f} % ({100 * max(0, middle - half):.1f}–{100 * min(1, middle + half):.1f})"


def live_odds(labels, rows):
    p = np.clip(labels.live[rows], 1e-6, 1 - 1e-6)
    return np.tanh(np.clip(np.log(p / (1 - p)), -15, 15) / 8)


def main():
    teacher, student = sys.argv[1:3]
    for name in ("lfw", "nuaa", "replay", "masks", "sunglasses", "rendered"):
        if not os.path.exists(os.path.join(student, name + ".txt")):
            continue
        a, b = pair(teacher, student, name)
        there = (a.found > 0) & (a.presence > 0.5)
        if name == "lfw":
            there &= np.abs(a.pose[:, 0]) < 25
        hits, sure, point = 0, 0, []
        for i in np.flatnonzero(there):
            truth = a.faces[i, a.central[i]]
            k = max(range(min(8, b.found[i])), key=lambda j: overlap(truth[:4], b.faces[i, j, :4]), default=None)
            if k is None or overlap(truth[:4], b.faces[i, k, :4]) < 0.4:
                continue
            hits += 1
            if k == b.central[i] and b.presence[i] > 0.5:
                sure += 1
                point.append(np.linalg.norm(a.five[i] - b.five[i], axis=1).mean() / np.linalg.norm(a.five[i, 0] - a.five[i, 1]))
        print(f"{name}: found {interval(hits, int(there.sum()))}; confirmed {interval(sure, int(there.sum()))}; five points {np.median(point):.3f} of the eyes' distance")
    for name in ("backgrounds", "pets"):
        a, b = pair(teacher, student, name)
        without = ~((a.found > 0) & (a.presence > 0.5))
        print(f"{name}: false {interval(int((b.found[without] > 0).sum()), int(without.sum()))}; confirmed {interval(int(((b.found > 0) & (b.presence > 0.5))[without].sum()), int(without.sum()))}")

    a, b = pair(teacher, student, "lfw")
    both = (a.found > 0) & (b.found > 0) & (a.presence > 0.5) & (b.presence > 0.5)
    people = np.array(a.people)[both]
    print("embedder: permissive", rates(a.embedding[both], people), "starter", rates(b.embedding[both], people), int(both.sum()), "photos")
    print("pose error, degrees:", np.abs(a.pose - b.pose)[both].mean(0).round(1), "quality r:", [round(float(np.corrcoef(a.quality[both, k], b.quality[both, k])[0, 1]), 2) for k in range(3)])
    print("starter quality on LFW, 5/50/95 %:", np.quantile(b.quality[both], (0.05, 0.5, 0.95), axis=0).round(2).tolist(), "permissive", np.quantile(a.quality[both], (0.05, 0.5, 0.95), axis=0).round(2).tolist())
    plain = both & (a.margins.max(1) < 0.5) & (a.mask < 0.9)
    for side, labels in (("permissive", a), ("starter", b)):
        print(side, "margins on bare faces, 1/50/97 %:", np.quantile(labels.margins[plain].max(1), (0.01, 0.5, 0.97)).round(2), "mask 97 %", np.quantile(labels.mask[plain], 0.97).round(3))
    for name in ("masks", "sunglasses"):
        x, y = pair(teacher, student, name)
        ok = (y.found > 0) & (x.found > 0) & (y.presence > 0) & (x.presence > 0.5)
        sure = ok & (((x.margins[:, 2:].max(1) > -0.75) | (x.mask > 0.6)) if name == "masks" else (x.margins[:, :2].max(1) > -0.75))
        print(f"{name}: {int(sure.sum())}; AUC of the most covered point: permissive {auc(x.margins[sure].max(1), a.margins[plain].max(1)):.4f}, starter {auc(y.margins[sure].max(1), b.margins[plain].max(1)):.4f}"
              f", with mask {auc(np.maximum(y.margins[sure].max(1), 8 * y.mask[sure] - 4), np.maximum(b.margins[plain].max(1), 8 * b.mask[plain] - 4)):.4f}")
    for name in ("nuaa", "replay", "rendered"):
        if not os.path.exists(os.path.join(student, name + ".txt")):
            continue
        x, y = pair(teacher, student, name)
        ok = (x.found > 0) & (y.found > 0)
        live = np.array([kind_of(name, p) == LIVE for p in x.paths])
        if name == "rendered":
            live &= np.array([kind_of_rendered(p) in ("live", "glasses") for p in x.paths])
        attack = np.array([kind_of(name, p) != LIVE for p in x.paths])
        for side, labels in (("permissive", x), ("starter", y)):
            good, bad = live_odds(labels, ok & live), live_odds(labels, ok & attack)
            print(f"{name} {side}: live {len(good)}, attacks {len(bad)}, AUC narrow {auc(good[:, 0], bad[:, 0]):.3f} wide {auc(good[:, 1], bad[:, 1]):.3f} both {auc(good.sum(1), bad.sum(1)):.3f}; odds live {good.mean(0).round(2)} attacks {bad.mean(0).round(2)}")


if __name__ == "__main__":
    main()
