"""
Live, print or screen, from one face with what is around it. spoof.py LABELS OUT [STEPS [RATE [FROM.onnx|FROM.pt [STARTER_LABELS]]]]

STARTER_LABELS is a folder of label.py made with FACEAUTH_PACK=starter: faces are then also seen in the boxes that the starter's own detector gives them.
"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from detect import overlap
from labels import Labels, auc, read, recoloured, spoil
from nets import ConvBn, Inverted, Schedule, begin, export, images
from recapture import LIVE, PRINT, SCREEN, recapture
from resume import go_on
from sets import kind_of_rendered

SIDE, BATCH = 80, 48
SCALES = (2.7, 4.0)


class Spoof(nn.Module):
    """80 × 80 RGB, 0–255; three logits: print, live, screen."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            ConvBn(3, 24, 5, 2), Inverted(24, 32, 2, 2), Inverted(32, 32), Inverted(32, 64, 2, 2), Inverted(64, 64), Inverted(64, 96, 2, 2), ConvBn(96, 128, 1),
            nn.Conv2d(128, 128, 5, groups=128, bias=False), nn.BatchNorm2d(128), nn.ReLU(), nn.Flatten())
        self.last = nn.Linear(128, 3)

    def forward(self, x):
        return self.last(F.dropout(self.trunk((x - 127.5) / 127.5), 0.2, self.training))


def crop_of(image, box, scale):
    """As the server cuts it: the box grown, by less where the picture is too small, moved inside instead of cut off."""
    height, width = image.shape[:2]
    x, y, w, h = box
    scale = min(scale, (width - 1) / w, (height - 1) / h)
    cw, ch = w * scale, h * scale
    left = np.clip(x + w / 2 - cw / 2, 0, max(0, width - 1 - cw))
    top = np.clip(y + h / 2 - ch / 2, 0, max(0, height - 1 - ch))
    left, top, right, bottom = int(left), int(top), int(left + cw) + 1, int(top + ch) + 1
    part = image[top:bottom, left:right]
    return cv2.resize(part, (SIDE, SIDE), interpolation=cv2.INTER_AREA if part.shape[0] > 1.6 * SIDE else cv2.INTER_LINEAR)


class Pictures:
    """Pictures of live people and of attacks, each with its face's box: the teacher's, and the starter's own where it gives one."""

    def __init__(self, folder, part, student=None):
        self.items, self.scenes, self.own = [], [], {}
        for name in ("lfw", "nuaa", "replay", "rendered"):
            if not os.path.exists(os.path.join(folder, name + ".txt")):
                continue
            labels = Labels(folder, name, part)
            boxes = labels.boxes()
            for i, path in enumerate(labels.paths):
                if name == "lfw" and labels.margins[i].max() > 0.5:
                    continue
                self.items.append((name, path, boxes[i], kind_of(name, path)))
            if student:
                theirs = dict(zip(labels.paths, boxes))
                found = Labels(student, name, part)
                self.own.update({path: box for path, box in zip(found.paths, found.boxes()) if path in theirs and overlap(box, theirs[path]) > 0.4})
        for name in ("backgrounds", "pets"):
            if os.path.exists(os.path.join(folder, name + ".txt")):
                self.scenes += Labels(folder, name, part, confirmed=False).paths[:600]
        self.scenes = self.scenes or [p for _, p, _, _ in self.items]
        self.cache = {}

    def picture(self, path):
        image = self.cache.get(path)
        if image is None:
            image = read(path)
            self.cache[path] = image
        return image


def kind_of(name, path):
    if name == "lfw":
        return LIVE
    if name == "nuaa":
        return LIVE if "ClientRaw" in path else PRINT
    if name == "rendered":
        return {"print": PRINT, "replay": SCREEN}.get(kind_of_rendered(path), LIVE)
    return LIVE if "__real" in path or "/real" in path else PRINT if "print" in path else SCREEN


def measure(model, pictures, seed=4):
    rng = np.random.default_rng(seed)
    model.eval()
    scores = {}
    def see(key, image, box):
        views = np.stack([crop_of(image, box, s)[:, :, ::-1] for s in SCALES])
        with torch.no_grad():
            logit = model(images(views))
        odds = (logit[:, LIVE] - torch.logsumexp(logit[:, [PRINT, SCREEN]], 1)).numpy()
        scores.setdefault(key, []).append(odds)
    for name in ("lfw", "nuaa", "replay", "rendered"):
        of = [p for p in pictures.items if p[0] == name]
        for k in rng.permutation(len(of))[:240]:
            _, path, box, kind = of[k]
            box = pictures.own.get(path, box)
            image = pictures.picture(path)
            see((name, "live" if kind == LIVE else "attack"), image, box)
            if kind == LIVE and name != "rendered":
                fake, fake_box, *_ = recapture(rng, image, box, pictures.picture(pictures.scenes[rng.integers(len(pictures.scenes))]))
                see((name, "drawn"), fake, fake_box)
    model.train()
    lines = []
    for name in ("lfw", "nuaa", "replay", "rendered"):
        live = scores.get((name, "live"))
        for kind in ("attack", "drawn"):
            other = scores.get((name, kind))
            if live and other:
                a, b = np.array(live), np.array(other)
                lines.append(f"{name} live {len(a)} {kind} {len(b)}: AUC narrow {auc(a[:, 0], b[:, 0]):.3f} wide {auc(a[:, 1], b[:, 1]):.3f} both {auc(a.sum(1), b.sum(1)):.3f}, odds {np.median(a):.1f}/{np.median(b):.1f}")
    return "; ".join(lines)


def compressed(rng, image, box):
    """A picture as a browser's encoder leaves it when the line is thin: coarse blocks, at the size that it is sent in."""
    scale = min(1.0, rng.uniform(60, 200) / max(box[2:]))
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
    return cv2.imdecode(cv2.imencode(".jpg", small, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(20, 75))])[1], cv2.IMREAD_COLOR), box * (small.shape[1] / image.shape[1])


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 1500
    rng = begin(24)
    cv2.setNumThreads(1)
    student = sys.argv[6] if len(sys.argv) > 6 else None
    train, test = Pictures(folder, "train", student), Pictures(folder, "test", student)
    pools = {}
    for i, (name, _, _, kind) in enumerate(train.items):
        pools.setdefault((name, kind), []).append(i)
    print({k: len(v) for k, v in pools.items()}, flush=True)
    choices = [("lfw", LIVE)] * 3 + [("nuaa", LIVE)] * 2 + [("nuaa", PRINT)] * 2 + [("replay", LIVE)] * 4 + [("replay", PRINT)] * 2 + [("replay", SCREEN)] * 3 + [("rendered", k) for k in (PRINT, LIVE, LIVE, SCREEN)]
    choices = [c for c in choices if c in pools]
    model = Spoof().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in model.parameters()), "weights")

    def some():
        batch, truth = np.empty((BATCH, SIDE, SIDE, 3), np.uint8), np.zeros(BATCH, np.int64)
        for i in range(BATCH):
            pool = pools[choices[rng.integers(len(choices))]]
            name, path, box, kind = train.items[pool[rng.integers(len(pool))]]
            image = train.picture(path)
            box = train.own.get(path, box) if rng.random() < 0.7 else box
            if kind == LIVE and name != "rendered" and rng.random() < 0.5:
                image, box, kind, _ = recapture(rng, image, box, train.picture(train.scenes[rng.integers(len(train.scenes))]))
            box = np.array(box) + np.concatenate([rng.normal(0, 0.04, 2) * box[2:], np.zeros(2)])
            if rng.random() < 0.35:
                image, box = compressed(rng, image, box)
            view = crop_of(image, box, SCALES[rng.integers(2)] * np.exp(rng.uniform(-0.1, 0.1)))[:, :, ::-1]
            view = view[:, ::-1] if rng.random() < 0.5 else view
            batch[i], truth[i] = recoloured(rng, spoil(rng, np.ascontiguousarray(view)), 0.8), kind
        return images(batch).contiguous(memory_format=torch.channels_last), torch.from_numpy(truth)

    if len(sys.argv) > 5:
        go_on(model, sys.argv[5], some()[0])
    schedule = Schedule(model, float(sys.argv[4]) if len(sys.argv) > 4 else 3e-3, steps, decay=5e-3)
    for step in range(steps):
        x, truth = some()
        schedule.apply(F.cross_entropy(model(x), truth, label_smoothing=0.03))
        if (step + 1) % 300 == 0 or step + 1 == steps:
            print(measure(model, test), flush=True)
            torch.save(model.state_dict(), out + ".pt")
    export(model, torch.zeros(1, 3, SIDE, SIDE), out, ["input"], ["logits"])


if __name__ == "__main__":
    main()
