"""The detector: YuNet's outputs, taught by YuNet confirmed by the mesh. detect.py LABELS OUT [STEPS [RATE [FROM.onnx|FROM.pt]]]"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from labels import Labels, read, recoloured, spoil
from nets import ConvBn, Inverted, Schedule, Separable, begin, export, images
from resume import go_on
from scenes import SIDE, Scenes

BATCH, STRIDES = 16, (8, 16, 32)
RANGES = ((0, 44), (36, 100), (84, 1000))     # face sides, in pixels of the network, that a level answers for; both where they overlap


class Detector(nn.Module):
    """BGR 0–255; at each stride a score, a box and five points a cell."""

    def __init__(self):
        super().__init__()
        self.stem = nn.Sequential(ConvBn(3, 20, 5, 4), Separable(20, 32, 2), Inverted(32, 32))
        self.middle = nn.Sequential(Inverted(32, 64, 2, 2), Inverted(64, 64), Inverted(64, 64))
        self.coarse = nn.Sequential(Inverted(64, 96, 2, 2), Inverted(96, 96, kernel=5), Inverted(96, 96, kernel=5))
        self.sides = nn.ModuleList([ConvBn(n, 32, 1, act=False) for n in (32, 64, 96)])
        self.heads = nn.ModuleList([nn.Sequential(nn.ReLU(), Separable(32, 48, kernel=5), nn.Conv2d(48, 15, 1)) for _ in STRIDES])
        for head in self.heads:
            nn.init.constant_(head[-1].bias[:1], -4)

    def forward(self, x):
        x = (x - 127.5) / 127.5
        a = self.stem(x)
        b = self.middle(a)
        c = self.coarse(b)
        top = self.sides[2](c)
        mid = self.sides[1](b) + F.interpolate(top, scale_factor=2.0, mode="nearest")
        low = self.sides[0](a) + F.interpolate(mid, scale_factor=2.0, mode="nearest")
        return [head(f) for head, f in zip(self.heads, (low, mid, top))]


class Exported(nn.Module):
    """As YuNet names and orders them. One score stands for both of its factors."""

    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        rows = [level.permute(0, 2, 3, 1).reshape(1, -1, 15) for level in self.net(x)]
        scores = [torch.sigmoid(r[..., :1]) for r in rows]
        return (*scores, *[s * 1.0 for s in scores], *[r[..., 1:5] for r in rows], *[r[..., 5:] for r in rows])


def targets(faces, width, height):
    """For each level: 1 face, 0 none, −1 either; and box and points of the cells that are to find one. faces: n×14 x, y, w, h, points."""
    result = []
    for stride, (least, most) in zip(STRIDES, RANGES):
        columns, rows = width // stride, height // stride
        score = np.zeros((rows, columns), np.float32)
        value = np.zeros((rows, columns, 14), np.float32)
        best = np.full((rows, columns), 1e9)
        gy, gx = np.mgrid[0:rows, 0:columns].astype(np.float32)
        for f in faces:
            x, y, w, h = f[:4]
            side = np.sqrt(w * h)
            cx, cy = (x + w / 2) / stride, (y + h / 2) / stride
            away = np.maximum(np.abs(gx + 0.5 - cx) / (w / stride), np.abs(gy + 0.5 - cy) / (h / stride))
            distance = (gx + 0.5 - cx) ** 2 + (gy + 0.5 - cy) ** 2
            takes = least <= side <= most
            near = away < 0.42
            score[near & (score == 0)] = -1
            if not takes:
                continue
            positive = (away < 0.2) | (distance == distance.min())
            positive &= distance < best
            best[positive] = distance[positive]
            score[positive] = 1
            value[positive] = np.concatenate([
                np.stack([cx - gx, cy - gy, np.full_like(gx, np.log(w / stride)), np.full_like(gx, np.log(h / stride))], -1),
                (f[4:].reshape(1, 1, 5, 2) / stride - np.stack([gx, gy], -1)[:, :, None]).reshape(rows, columns, 10)], -1)[positive]
        result.append((score, value))
    return result


def losses(levels, wanted):
    score, box, points, count = 0, 0, 0, 0
    for level, per_level in zip(levels, zip(*wanted)):
        truth = torch.from_numpy(np.stack([w[0] for w in per_level]))
        value = torch.from_numpy(np.stack([w[1] for w in per_level]))
        row = level.permute(0, 2, 3, 1)
        logit = row[..., 0]
        p = torch.sigmoid(logit)
        known, positive = truth >= 0, truth > 0
        bce = F.binary_cross_entropy_with_logits(logit, truth.clamp(min=0), reduction="none")
        focus = torch.where(positive, (1 - p) ** 2, 3 * p ** 2)
        score = score + (bce * focus * known).sum()
        if positive.any():
            got, want = row[..., 1:][positive], value[positive]
            size = torch.exp(want[:, 2:4]).mean(1, keepdim=True)
            box = box + (F.smooth_l1_loss(got[:, :2] / size, want[:, :2] / size, reduction="none", beta=0.05).sum()
                         + F.smooth_l1_loss(got[:, 2:4], want[:, 2:4], reduction="none", beta=0.05).sum())
            points = points + F.smooth_l1_loss(got[:, 4:] / size, want[:, 4:] / size, reduction="none", beta=0.05).sum()
        count += int(positive.sum())
    count = max(1, count)
    return score / count, box / count, points / count


def look(model, image, side=320):
    """Best score and its box in one picture, as the server would scale it."""
    scale = side / max(image.shape[:2])
    small = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
    h, w = [(n + 31) // 32 * 32 for n in small.shape[:2]]
    canvas = np.zeros((h, w, 3), np.uint8)
    canvas[:small.shape[0], :small.shape[1]] = small
    best = (0.0, None)
    with torch.no_grad():
        for level, stride in zip(model(images(canvas[None])), STRIDES):
            row = level[0].permute(1, 2, 0)
            p = torch.sigmoid(row[..., 0])
            at = int(p.argmax())
            y, x = divmod(at, p.shape[1])
            if float(p[y, x]) > best[0]:
                v = row[y, x].numpy()
                size = np.exp(v[3:5]) * stride
                centre = (np.array([x, y]) + v[1:3]) * stride
                points = (np.array([x, y]) + v[5:].reshape(5, 2)) * stride
                best = (float(p[y, x]), (np.concatenate([centre - size / 2, size]) / scale, points / scale))
    return best


def overlap(a, b):
    w = min(a[0] + a[2], b[0] + b[2]) - max(a[0], b[0])
    h = min(a[1] + a[3], b[1] + b[3]) - max(a[1], b[1])
    return 0 if w <= 0 or h <= 0 else w * h / (a[2] * a[3] + b[2] * b[3] - w * h)


def measure(model, folder, limit=400):
    model.eval()
    lines = []
    for name in ("lfw", "replay", "nuaa", "masks", "sunglasses"):
        if not os.path.exists(os.path.join(folder, name + ".txt")):
            continue
        labels = Labels(folder, name, "test")
        rng = np.random.default_rng(3)
        found, error, scores = 0, [], []
        some = rng.permutation(len(labels))[:limit // (1 if name == "lfw" else 3)]
        for i in some:
            image = read(labels.paths[i])
            score, face = look(model, image)
            scores.append(score)
            if face is None:
                continue
            hit = max((overlap(face[0], f[:4]), k) for k, f in enumerate(labels.faces[i, :min(8, labels.found[i])]))
            if hit[0] > 0.4 and score >= 0.5:
                found += 1
                truth = labels.faces[i, hit[1]]
                error.append(np.linalg.norm(face[1] - truth[5:].reshape(5, 2), axis=1).mean() / np.linalg.norm(truth[5:7] - truth[7:9]))
        lines.append(f"{name} {found}/{len(some)} at 0.5, scores' 3 % {np.quantile(scores, 0.03):.2f}, points {np.median(error) if error else 9:.3f}")
    for name in ("backgrounds", "pets"):
        if not os.path.exists(os.path.join(folder, name + ".txt")):
            continue
        labels = Labels(folder, name, "test", confirmed=False)
        scores = [look(model, cv2.imread(p))[0] for i, p in enumerate(labels.paths[:limit // 2 * 2]) if not labels.presence[i] > 0.5]
        lines.append(f"{name} false at 0.5 {np.mean(np.array(scores) >= 0.5):.4f}, at 0.6 {np.mean(np.array(scores) >= 0.6):.4f}, 99 % {np.quantile(scores, 0.99):.2f} of {len(scores)}")
    model.train()
    return "; ".join(lines)


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 1500
    rng = begin(22)
    cv2.setNumThreads(1)
    scenes = Scenes(folder, "train")
    print({name: len(p) for name, p in (*scenes.faced.items(), ("made", scenes.made), *scenes.faceless.items())}, flush=True)
    model = Detector().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in model.parameters()), "weights")

    def some():
        batch, wanted = np.empty((BATCH, SIDE, SIDE, 3), np.uint8), []
        for i in range(BATCH):
            image, faces = scenes.scene(rng)
            batch[i] = recoloured(rng, spoil(rng, image) if rng.random() < 0.5 else image)
            wanted.append(targets(faces, SIDE, SIDE))
        return images(batch).contiguous(memory_format=torch.channels_last), wanted

    if len(sys.argv) > 5:
        go_on(model, sys.argv[5], some()[0])
    schedule = Schedule(model, float(sys.argv[4]) if len(sys.argv) > 4 else 4e-3, steps)
    for step in range(steps):
        x, wanted = some()
        score, box, points = losses(model(x), wanted)
        schedule.apply(score * 2 + box + points)
        if (step + 1) % 500 == 0 or step + 1 == steps:
            print(measure(model, folder), flush=True)
            torch.save(model.state_dict(), out + ".pt")
    names = [f"{kind}_{stride}" for kind in ("cls", "obj", "bbox", "kps") for stride in STRIDES]
    axes = {"input": {2: "height", 3: "width"}, **{n: {1: "cells"} for n in names}}
    export(Exported(model), torch.zeros(1, 3, 256, 320), out, ["input"], names, axes)


if __name__ == "__main__":
    main()
