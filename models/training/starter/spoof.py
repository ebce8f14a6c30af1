"""Live, print or screen, from one face with what is around it. spoof.py LABELS OUT [STEPS]"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from labels import Labels, auc, spoil
from nets import ConvBn, Inverted, Schedule, begin, export, images, recolour
from sets import kind_of_rendered

SIDE, BATCH = 80, 48
PRINT, LIVE, SCREEN = 0, 1, 2
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


def recapture(rng, image, box, scene):
    """A photo of the photo: on paper or on a screen, held before another scene. Returns picture, box and class."""
    height, width = image.shape[:2]
    x, y, w, h = box
    kind = PRINT if rng.random() < 0.5 else SCREEN
    around = rng.uniform(0.15, 1.4, 4) * max(w, h)
    left, top = int(max(0, x - around[0])), int(max(0, y - around[1]))
    right, bottom = int(min(width, x + w + around[2])), int(min(height, y + h + around[3]))
    part = image[top:bottom, left:right].astype(np.float32)
    fx, fy = x - left, y - top
    ph, pw = part.shape[:2]
    if kind == PRINT:
        part = (part - 128) * rng.uniform(0.5, 0.95) + rng.uniform(95, 150)
        part *= rng.uniform(0.85, 1.1, 3)
        if rng.random() < 0.4:
            part += (rng.random((ph, pw, 1)) - 0.5) * rng.uniform(6, 26)
        if rng.random() < 0.35:
            gy, gx = np.mgrid[0:ph, 0:pw]
            part += (np.sin(gx * rng.uniform(1, 2.6)) * np.sin(gy * rng.uniform(1, 2.6)) * rng.uniform(3, 14))[:, :, None]
        border, frame = (int(rng.uniform(0, 0.12) * pw) if rng.random() < 0.6 else 0), rng.uniform(190, 255) * np.ones(3)
    else:
        part = 255 * (np.clip(part, 0, 255) / 255) ** rng.uniform(0.75, 1.3)
        part = (part - 128) * rng.uniform(0.8, 1.25) + 128 + rng.uniform(-10, 40)
        part *= rng.uniform(0.9, 1.1, 3) * np.array([rng.uniform(0.85, 1.0), 1, rng.uniform(1.0, 1.2)])
        gy, gx = np.mgrid[0:ph, 0:pw].astype(np.float32)
        for channel in range(3):
            if rng.random() < 0.7:
                angle, pitch = rng.uniform(0, np.pi), rng.uniform(0.12, 1.6)
                part[:, :, channel] += np.sin((gx * np.cos(angle) + gy * np.sin(angle)) * pitch + rng.uniform(0, 6)) * rng.uniform(2, 14)
        border, frame = (int(rng.uniform(0.02, 0.12) * pw) if rng.random() < 0.7 else 0), rng.uniform(0, 45) * np.ones(3)
    part = np.clip(part, 0, 255).astype(np.uint8)
    if border:
        part = cv2.copyMakeBorder(part, border, border, border, border, cv2.BORDER_CONSTANT, value=tuple(frame))
    part = cv2.GaussianBlur(part, (0, 0), rng.uniform(0.3, 1.3)) if rng.random() < 0.7 else part
    if rng.random() < 0.4:  # a lamp in the paper's or screen's gloss
        gy, gx = np.mgrid[0:part.shape[0], 0:part.shape[1]].astype(np.float32)
        c = rng.uniform(0, 1, 2) * part.shape[:2]
        spread = rng.uniform(0.05, 0.35) * max(part.shape[:2])
        part = np.clip(part + (np.exp(-((gy - c[0]) ** 2 + (gx - c[1]) ** 2) / (2 * spread ** 2)) * rng.uniform(40, 190))[:, :, None], 0, 255).astype(np.uint8)
    out_height, out_width = 240, 320
    scene = cv2.resize(scene, (out_width, out_height), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.5, 4))
    size = rng.uniform(60, 130) / max(w, h)
    corners = np.float32([[0, 0], [part.shape[1], 0], [part.shape[1], part.shape[0]], [0, part.shape[0]]])
    face = np.array([fx + border + w / 2, fy + border + h / 2])
    place = np.array([out_width, out_height]) / 2 + rng.uniform(-0.1, 0.1, 2) * [out_width, out_height]
    angle = rng.normal(0, 0.06)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * size
    target = ((corners - face) @ turn.T + place + rng.normal(0, 0.02, (4, 2)) * max(part.shape[:2]) * size).astype(np.float32)
    m = cv2.getPerspectiveTransform(corners, target)
    layer = cv2.warpPerspective(part, m, (out_width, out_height), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full(part.shape[:2], 255, np.uint8), m, (out_width, out_height))[:, :, None].astype(np.float32) / 255
    out = (scene * (1 - cover) + layer * cover).astype(np.uint8)
    box_corners = np.float32([[[fx + border, fy + border]], [[fx + border + w, fy + border + h]]])
    (x0, y0), (x1, y1) = cv2.perspectiveTransform(box_corners, m)[:, 0]
    return out, np.array([x0, y0, max(8, x1 - x0), max(8, y1 - y0)]), kind


class Pictures:
    def __init__(self, folder, part):
        self.items, self.scenes = [], []
        for name in ("lfw", "nuaa", "replay", "rendered"):
            if not os.path.exists(os.path.join(folder, name + ".txt")):
                continue
            labels = Labels(folder, name, part)
            boxes = labels.boxes()
            for i, path in enumerate(labels.paths):
                if name == "lfw" and labels.margins[i].max() > 0.5:
                    continue
                self.items.append((name, path, boxes[i], kind_of(name, path)))
        for name in ("backgrounds", "pets"):
            if os.path.exists(os.path.join(folder, name + ".txt")):
                self.scenes += Labels(folder, name, part, confirmed=False).paths[:600]
        self.scenes = self.scenes or [p for _, p, _, _ in self.items]
        self.cache = {}

    def picture(self, path):
        image = self.cache.get(path)
        if image is None:
            image = cv2.imread(path)
            longest = max(image.shape[:2])
            if longest > 640:
                image = cv2.resize(image, None, fx=640 / longest, fy=640 / longest, interpolation=cv2.INTER_AREA)
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
            image = pictures.picture(path)
            see((name, "live" if kind == LIVE else "attack"), image, box)
            if kind == LIVE and name != "rendered":
                fake, fake_box, _ = recapture(rng, image, box, pictures.picture(pictures.scenes[rng.integers(len(pictures.scenes))]))
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


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 1500
    rng = begin(24)
    cv2.setNumThreads(1)
    generator = torch.Generator().manual_seed(24)
    train, test = Pictures(folder, "train"), Pictures(folder, "test")
    pools = {}
    for i, (name, _, _, kind) in enumerate(train.items):
        pools.setdefault((name, kind), []).append(i)
    print({k: len(v) for k, v in pools.items()}, flush=True)
    choices = [("lfw", LIVE)] * 3 + [("nuaa", LIVE)] * 2 + [("nuaa", PRINT)] * 2 + [("replay", LIVE)] * 4 + [("replay", PRINT)] * 2 + [("replay", SCREEN)] * 3 + [("rendered", k) for k in (PRINT, LIVE, LIVE, SCREEN)]
    choices = [c for c in choices if c in pools]
    model = Spoof().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in model.parameters()), "weights")
    schedule = Schedule(model, 3e-3, steps, decay=5e-3)
    for step in range(steps):
        batch, truth = np.empty((BATCH, SIDE, SIDE, 3), np.uint8), np.zeros(BATCH, np.int64)
        for i in range(BATCH):
            pool = pools[choices[rng.integers(len(choices))]]
            name, path, box, kind = train.items[pool[rng.integers(len(pool))]]
            image = train.picture(path)
            if kind == LIVE and name != "rendered" and rng.random() < 0.5:
                image, box, kind = recapture(rng, image, box, train.picture(train.scenes[rng.integers(len(train.scenes))]))
            box = np.array(box) + np.concatenate([rng.normal(0, 0.04, 2) * box[2:], np.zeros(2)])
            view = crop_of(image, box, SCALES[rng.integers(2)] * np.exp(rng.uniform(-0.1, 0.1)))[:, :, ::-1]
            view = view[:, ::-1] if rng.random() < 0.5 else view
            batch[i], truth[i] = spoil(rng, np.ascontiguousarray(view)), kind
        x = recolour(images(batch), generator, 0.8).contiguous(memory_format=torch.channels_last)
        schedule.apply(F.cross_entropy(model(x), torch.from_numpy(truth), label_smoothing=0.03))
        if (step + 1) % 300 == 0 or step + 1 == steps:
            print(measure(model, test), flush=True)
            torch.save(model.state_dict(), out + ".pt")
    export(model, torch.zeros(1, 3, SIDE, SIDE), out, ["input"], ["logits"])


if __name__ == "__main__":
    main()
