"""Pose, quality, covered points and mask: one small network with four heads, each written as a file of its own. traits.py LABELS OUT_FOLDER [STEPS [FROM_FOLDER]]"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from covers import CANVAS, GROWTH, cut, draw, draw_glasses, draw_mask, textures_of
from labels import Labels, auc, jitter, read, recoloured, spoil
from nets import ConvBn, Inverted, Schedule, begin, export, images
from recapture import recapture, through
from resume import resume, weights_of
from sets import kind_of_rendered

SIDE, BATCH = 96, 48
PER_PIXEL = CANVAS / GROWTH / SIDE


class Traits(nn.Module):
    """96 × 96 RGB, 0–255."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            ConvBn(3, 24, 5, 4), Inverted(24, 24), Inverted(24, 48, 2, 2), Inverted(48, 48), Inverted(48, 80, 2, 2), Inverted(80, 80), ConvBn(80, 128, 1))
        self.where = nn.Sequential(nn.Conv2d(128, 128, 6, groups=128, bias=False), nn.BatchNorm2d(128), nn.ReLU(), nn.Flatten())
        self.pose, self.covered, self.mask = nn.Linear(128, 3), nn.Linear(128, 5), nn.Linear(128, 1)
        self.quality = nn.Linear(256, 3)

    def forward(self, x):
        f = self.trunk((x - 127.5) / 127.5)
        w = self.where(f)
        return self.pose(w), self.quality(torch.cat([w, f.mean((2, 3))], 1)), self.covered(w), self.mask(w)


class Pose(nn.Module):
    def __init__(self, net):
        super().__init__()
        self.net = net

    def forward(self, x):
        return self.net(x)[0].view(1, 3, 1, 1)


class Quality(Pose):
    def forward(self, x):
        light, sharp, noise = self.net(x)[1].view(1, 3, 1, 1).split(1, 1)
        return light * 1.0, sharp * 1.0, noise * 1.0


class Covered(Pose):
    """Five times x, y, visible, covered; where the points are is the mesh's business, so x and y are 0."""

    def __init__(self, net, scale, shift):
        super().__init__(net)
        self.scale, self.shift = scale, shift

    def forward(self, x):
        margin = (self.net(x)[2] * self.scale + self.shift).view(1, 5, 1)
        nothing = margin * 0
        return torch.cat([nothing, nothing, nothing, margin], 2).view(1, 20)


class Mask(Pose):
    def forward(self, x):
        p = torch.sigmoid(self.net(x)[3])
        return torch.cat([p, 1 - p], 1).view(1, 2, 1, 1)


def move(rng, crop, turn=5.8, grow=0.058, shift=2.9, still=False):
    m, flips = jitter(rng, SIDE, 0 if still else turn, 0 if still else grow, 0 if still else shift, False if still else None)
    whole = m * PER_PIXEL
    whole[:, 2] += (CANVAS - 1) / 2 - PER_PIXEL * (SIDE - 1) / 2
    return cv2.warpAffine(crop, whole.astype(np.float32), (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE), flips, np.rad2deg(np.arctan2(-m[1, 0], m[1, 1]))


NOTHING, SHADES, MASKED = [0, 0, 0, 0, 0], [1, 1, np.nan, 0, 0], [0, 0, 1, 1, 1]
RENDERED = {"live": (NOTHING, 0), "glasses": (NOTHING, 0), "print": (NOTHING, 0), "replay": (NOTHING, 0), "sunglasses": (SHADES, 0), "mask": (MASKED, 1), "scarf": ([0, 0, np.nan, 1, 1], 0), "hand_mouth": ([0, 0, np.nan, 1, 1], 0)}
RETAKEN = {"lfw": 0.35, "nuaa": 0.5, "replay": 0.4, "masks": 1.5, "sunglasses": 1.5}      # of each set's pictures, as prints and screens too


class Faces:
    """
    Crops of a part with what is known of each: pose, quality, covered points, mask; NaN is unknown. Pictures of pictures too: of bare faces
    so that paper, its edge and gloss are no cover, of covered ones so that they stay covered on it.
    """

    def __init__(self, folder, part, seed=6):
        rng = np.random.default_rng(seed)
        self.crops, self.meshes, self.pose, self.quality, self.covered, self.mask, self.kind = [], [], [], [], [], [], []
        scenes = [p for name in ("backgrounds", "pets") if os.path.exists(os.path.join(folder, name + ".txt")) for p in Labels(folder, name, part, confirmed=False).paths[:600]]
        for name in ("lfw", "nuaa", "replay", "masks", "sunglasses", "rendered"):
            if not os.path.exists(os.path.join(folder, name + ".txt")):
                continue
            labels = Labels(folder, name, part)
            boxes = labels.boxes()
            lower, eyes = labels.margins[:, 2:].max(1), labels.margins[:, :2].max(1)
            for i, path in enumerate(labels.paths):
                covered, mask = NOTHING, 0
                if name == "masks":       # some of them show bare faces
                    sure = lower[i] > -0.75 or labels.mask[i] > 0.6
                    covered, mask = [np.nan if labels.margins[i, 0] > -0.75 else 0, np.nan if labels.margins[i, 1] > -0.75 else 0, 1, 1, 1], 1
                elif name == "sunglasses":
                    sure, covered = eyes[i] > -0.75, SHADES
                elif name == "rendered":
                    kind, seen = kind_of_rendered(path), labels.margins[i] > -0.75
                    sure = kind in RENDERED or seen.any()      # which eye a hand lies on, or how much a phone hides, the teacher has to say
                    covered, mask = RENDERED.get(kind, (np.where(seen, 1, np.nan), 0))
                else:                      # a few wear dark glasses or have something before them
                    sure = labels.margins[i].max() < 0.5 and labels.mask[i] < 0.9
                if not sure:
                    continue
                image = read(path)
                flat = labels.mesh[i, :, :2]
                self._add(image, boxes[i], flat, labels.pose[i], labels.quality[i], covered, mask, name)
                share = RETAKEN.get(name, 0) if scenes else 0
                for _ in range(int(share + rng.random())):
                    retaken, box, _, whole = recapture(rng, image, boxes[i], cv2.imread(scenes[rng.integers(len(scenes))]))
                    self._add(retaken, box, through(whole, flat), np.full(3, np.nan), labels.quality[i], covered, mask, "retaken " + ("bare" if covered is NOTHING else name))
        for field in ("crops", "meshes", "pose", "quality", "covered", "mask"):
            setattr(self, field, np.array(getattr(self, field), np.uint8 if field == "crops" else np.float32))
        self.kind = np.array(self.kind)

    def _add(self, image, box, flat, pose, quality, covered, mask, kind):
        crop, mesh = cut(image, box, flat)
        for field, value in zip(("crops", "meshes", "pose", "quality", "covered", "mask", "kind"), (crop, mesh, pose, quality, covered, mask, kind)):
            getattr(self, field).append(value)


def measure(model, faces, textures):
    model.eval()
    rng = np.random.default_rng(5)
    def see(crops):
        views = np.stack([move(rng, c, still=True)[0] for c in crops])
        with torch.no_grad():
            return [torch.cat(o).numpy() for o in zip(*[model(images(views[i:i + 96])) for i in range(0, len(views), 96)])]
    plain = np.flatnonzero(faces.kind == "lfw")[:600]
    drawn = {k: [] for k in ("mask", "glasses", "clear")}
    for i in plain[:300]:
        drawn["mask"].append(draw_mask(rng, faces.crops[i].copy(), faces.meshes[i])[0])
        drawn["glasses"].append(draw_glasses(rng, faces.crops[i].copy(), faces.meshes[i], True)[0])
        drawn["clear"].append(draw_glasses(rng, faces.crops[i].copy(), faces.meshes[i], False)[0])
    outs = {"plain": see(faces.crops[plain])}
    for k, v in drawn.items():
        outs["drawn " + k] = see(v)
    for k in ("masks", "sunglasses", "replay", "nuaa", "rendered", "retaken bare", "retaken masks", "retaken sunglasses"):
        if (faces.kind == k).any():
            outs[k] = see(faces.crops[faces.kind == k])
    worst = {k: np.maximum(o[2].max(1), o[3][:, 0]) for k, o in outs.items()}
    lines = [f"{k} ({len(w)}) AUC {auc(w, worst['plain']):.4f}" for k, w in worst.items() if k != "plain"]
    pose = 180 / (1 + np.exp(-outs["plain"][0])) - 90
    lines.append("pose error " + str(np.abs(pose * [-1, 1, -1] - faces.pose[plain]).mean(0).round(2)))
    lines.append("quality r " + str([round(float(np.corrcoef(outs["plain"][1][:, k], faces.quality[plain, k])[0, 1]), 2) for k in range(3)]))
    bare = np.quantile(worst["plain"], 0.97)
    lines.append("above 97 % of plain ones: " + ", ".join(f"{k} {np.mean(w > bare):.3f}" for k, w in worst.items()))
    lines.append("margins, 3/50/97 %: " + ", ".join(f"{k} {np.round(np.quantile(o[2].max(1), (0.03, 0.5, 0.97)), 1)}" for k, o in outs.items()))
    model.train()
    return "; ".join(lines)


def go_on_from(model, folder, example):
    """The shipped files share one trunk, and each has a head of its own."""
    resume(model, os.path.join(folder, "starter_obstacle.onnx"), example)
    for file in ("pose", "quality", "mask"):
        named = weights_of(os.path.join(folder, f"starter_{file}.onnx"))[1]
        model.load_state_dict({k: torch.from_numpy(v.copy()) for k, v in named.items() if k.startswith(file)}, strict=False)


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    rng = begin(23)
    cv2.setNumThreads(1)
    faces, test = Faces(folder, "train"), Faces(folder, "test")
    textures, test_textures = textures_of(folder, "train"), textures_of(folder, "test", 100)
    print({k: int((faces.kind == k).sum()) for k in np.unique(faces.kind)}, flush=True)
    pools = {k: np.flatnonzero(faces.kind == k) for k in np.unique(faces.kind)}
    weights = {k: w for k, w in (("lfw", 0.36), ("masks", 0.09), ("sunglasses", 0.11), ("nuaa", 0.06), ("replay", 0.08), ("rendered", 0.12), ("retaken bare", 0.14), ("retaken masks", 0.04), ("retaken sunglasses", 0.04)) if k in pools}
    total = sum(weights.values())
    model = Traits().to(memory_format=torch.channels_last)
    if len(sys.argv) > 4:
        go_on_from(model, sys.argv[4], images(np.stack([move(rng, faces.crops[k])[0] for k in rng.integers(len(faces.crops), size=384)])))
    print(sum(p.numel() for p in model.parameters()), "weights")
    schedule = Schedule(model, 3e-3, steps)
    for step in range(steps):
        batch = np.empty((BATCH, SIDE, SIDE, 3), np.uint8)
        pose, quality, covered, mask = (np.zeros((BATCH, n), np.float32) for n in (3, 3, 5, 1))
        untouched = np.zeros(BATCH, bool)
        for i in range(BATCH):
            k = rng.choice(pools[rng.choice(list(weights), p=[w / total for w in weights.values()])])
            crop, covered[i], mask[i] = faces.crops[k], faces.covered[k], faces.mask[k]
            draws = faces.kind[k] in ("lfw", "replay", "nuaa", "retaken bare") and rng.random() < (0.6 if faces.kind[k] == "lfw" else 0.4)
            if draws:
                crop, covered[i], mask[i] = draw(rng, crop, faces.meshes[k], textures)
            untouched[i] = not draws and not faces.kind[k].startswith("retaken") and rng.random() < 0.35
            view, flips, turned = move(rng, crop)
            batch[i] = view if untouched[i] else recoloured(rng, spoil(rng, view))
            p = faces.pose[k] * (np.array([-1, 1, -1]) if flips else 1) + np.array([0, 0, turned])
            pose[i] = p * [-1, 1, -1]
            quality[i] = faces.quality[k]
            if flips:
                covered[i] = covered[i][[1, 0, 2, 4, 3]]
        x = images(batch).contiguous(memory_format=torch.channels_last)
        got_pose, got_quality, got_covered, got_mask = model(x)
        degrees = 180 * torch.sigmoid(got_pose) - 90
        facing = torch.from_numpy(pose)
        loss_pose = F.smooth_l1_loss(torch.where(torch.isnan(facing), degrees.detach(), degrees), torch.where(torch.isnan(facing), degrees.detach(), facing), beta=3.0) / 6
        loss_quality = F.smooth_l1_loss(got_quality[untouched], torch.from_numpy(quality[untouched]), beta=0.1) * 4 if untouched.any() else 0
        def known(logit, truth):
            truth = torch.from_numpy(truth)
            ok = ~torch.isnan(truth)
            return F.binary_cross_entropy_with_logits(logit[ok], truth[ok] * 0.96 + 0.02)
        loss = loss_pose + loss_quality + 2 * known(got_covered, covered) + known(got_mask, mask)
        schedule.apply(loss)
        if (step + 1) % 300 == 0 or step + 1 == steps:
            print(measure(model, test, test_textures), flush=True)
            torch.save(model.state_dict(), os.path.join(out, "traits.pt"))
    write(model, out)


def write(model, out, scale=2.0, shift=-1.6):
    """Scale and shift lay the margins of bare and covered faces about where SeetaFace's lie, for which CoverWeights were fitted."""
    blank = torch.zeros(1, 3, SIDE, SIDE)
    export(Pose(model), blank, os.path.join(out, "pose.onnx"), ["input"], ["angles"])
    export(Quality(model), blank, os.path.join(out, "quality.onnx"), ["input"], ["light", "sharpness", "noise"])
    export(Covered(model, scale, shift), blank, os.path.join(out, "obstacle.onnx"), ["input"], ["points"])
    export(Mask(model), blank, os.path.join(out, "mask.onnx"), ["input"], ["mask"])


if __name__ == "__main__":
    main()
