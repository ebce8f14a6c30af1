"""Pose, quality, covered points and mask: one small network with four heads, each written as a file of its own. traits.py LABELS OUT_FOLDER [STEPS [FROM.pt]]"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from labels import Labels, auc, jitter, spoil
from nets import ConvBn, Inverted, Schedule, begin, export, images, recolour

SIDE, CROP, CANVAS, GROWTH, BATCH = 96, 1.3, 128, 1.25, 48
PER_PIXEL = CANVAS / GROWTH / SIDE
JAW = [454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234]


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


def load(labels):
    """Square crops with room to move, and mesh and five points in them."""
    crops, meshes = np.empty((len(labels), CANVAS, CANVAS, 3), np.uint8), np.empty((len(labels), 478, 2), np.float32)
    boxes = labels.boxes()
    for i, path in enumerate(labels.paths):
        image = cv2.imread(path)
        longest = max(image.shape[:2])
        if longest > 640:
            image = cv2.resize(image, None, fx=640 / longest, fy=640 / longest, interpolation=cv2.INTER_AREA)
        x, y, w, h = boxes[i]
        scale = max(w, h) * CROP * GROWTH / CANVAS
        start = np.array([x + w / 2, y + h / 2]) - scale * CANVAS / 2 + scale / 2 - 0.5
        m = np.array([[scale, 0, start[0]], [0, scale, start[1]]])
        f = 1.0
        if scale > 1.6:
            image = cv2.resize(image, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
            f = 1 / scale
        crops[i] = cv2.warpAffine(image, (m * f).astype(np.float32), (CANVAS, CANVAS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)[:, :, ::-1]
        meshes[i] = (labels.mesh[i, :, :2] - start) / scale
    return crops, meshes


def blend(crop, hull, colour, texture=None):
    """A filled outline over the crop, its edge soft, its colour uneven."""
    cover = np.zeros(crop.shape[:2], np.uint8)
    cv2.fillPoly(cover, [np.round(hull * 8).astype(np.int32)], 255, cv2.LINE_AA, 3)
    a = cv2.GaussianBlur(cover, (3, 3), 0)[:, :, None].astype(np.float32) / 255
    top = np.full(crop.shape, colour, np.float32) if texture is None else texture.astype(np.float32)
    return (crop * (1 - a) + top * a).clip(0, 255).astype(np.uint8), cover > 127


def shading(rng, colour, side=CANVAS):
    low = rng.normal(0, 1, (4, 4)).astype(np.float32)
    light = cv2.resize(low, (side, side), interpolation=cv2.INTER_CUBIC)[:, :, None] * rng.uniform(4, 22)
    fine = rng.normal(0, rng.uniform(0, 6), (side, side, 1)).astype(np.float32)
    lines = 0
    if rng.random() < 0.4:
        lines = (np.sin(np.arange(side) * rng.uniform(0.3, 1.2) + rng.uniform(0, 6)) * rng.uniform(0, 10)).astype(np.float32)[:, None, None]
    return np.clip(colour + light + fine + lines, 0, 255)


def draw_mask(rng, crop, mesh):
    top = rng.choice([6, 197, 195, 5, 4], p=[0.15, 0.3, 0.3, 0.15, 0.1])
    left, right = mesh[234] * 0.85 + mesh[4] * 0.15, mesh[454] * 0.85 + mesh[4] * 0.15
    jaw = mesh[JAW[3:-3]]
    centre = mesh[2]
    jaw = centre + (jaw - centre) * rng.uniform(0.98, 1.12)
    hull = np.vstack([mesh[top][None], (mesh[top] + right)[None] / 2 + rng.normal(0, 1.5, 2), right[None], jaw, left[None], (mesh[top] + left)[None] / 2 + rng.normal(0, 1.5, 2)])
    colour = [np.array([225, 230, 235]), np.array([120, 170, 200]), np.array([30, 30, 34]), rng.uniform(0, 255, 3)][rng.choice(4, p=[0.3, 0.25, 0.2, 0.25])] * rng.uniform(0.6, 1.05)
    crop, cover = blend(crop, hull, colour, shading(rng, colour))
    for a, b in ((left, mesh[234]), (right, mesh[454])):
        outward = (b - a) * 2
        cv2.line(crop, tuple(int(v) for v in a), tuple(int(v) for v in a + outward), tuple(int(v) for v in colour), 1, cv2.LINE_AA)
    return crop, cover


def draw_glasses(rng, crop, mesh, dark):
    eye = [mesh[[33, 133]].mean(0), mesh[[362, 263]].mean(0)]
    span = np.linalg.norm(eye[1] - eye[0])
    across = (eye[1] - eye[0]) / span
    down = np.array([-across[1], across[0]])
    w, h = span * rng.uniform(0.36, 0.5), span * rng.uniform(0.24, 0.42)
    power = rng.uniform(1.6, 4)
    turn = np.linspace(0, 2 * np.pi, 28)[:-1]
    c, s = np.cos(turn), np.sin(turn)
    form = np.stack([np.sign(c) * np.abs(c) ** (2 / power) * w, np.sign(s) * np.abs(s) ** (2 / power) * h], 1)
    colour = rng.uniform(0, 50, 3) if rng.random() < 0.75 else rng.uniform(0, 110, 3)
    frame = tuple(int(v) for v in rng.uniform(0, 90, 3))
    cover = np.zeros(crop.shape[:2], bool)
    lens = shading(rng, colour)
    if rng.random() < 0.5:  # lighter below
        lens = lens + np.linspace(0, rng.uniform(0, 60), CANVAS)[:, None, None]
    see = rng.uniform(0.0, 0.25)
    drop = down * h * rng.uniform(0, 0.35)
    for e in eye:
        hull = e + drop + form[:, :1] * across + form[:, 1:] * down
        if dark:
            crop, c1 = blend(crop, hull, colour, np.clip(lens * (1 - see) + crop * see, 0, 255))
            cover |= c1
            if rng.random() < 0.4:  # something mirrored in it
                a, b = hull[rng.integers(len(hull))], e
                cv2.line(crop, tuple(int(v) for v in (a + b) / 2), tuple(int(v) for v in b), tuple(int(v) for v in rng.uniform(100, 230, 3)), 1, cv2.LINE_AA)
        cv2.polylines(crop, [np.round(hull * 8).astype(np.int32)], True, frame, int(rng.integers(1, 3)), cv2.LINE_AA, 3)
    cv2.line(crop, tuple(int(v) for v in eye[0] + across * w), tuple(int(v) for v in eye[1] - across * w), frame, int(rng.integers(1, 3)), cv2.LINE_AA)
    return crop, cover


def draw_thing(rng, crop, mesh, textures):
    """Something over a part of the face: a hand's, phone's, scarf's or hair's place and colour, no more."""
    at = mesh[[33, 133, 362, 263, 4, 61, 291, 152, 10, 234, 454][rng.integers(11)]] + rng.normal(0, 6, 2)
    size = np.linalg.norm(mesh[234] - mesh[454])
    n = int(rng.integers(4, 12))
    turn = np.sort(rng.uniform(0, 2 * np.pi, n))
    hull = at + np.stack([np.cos(turn), np.sin(turn)], 1) * size * rng.uniform(0.15, 0.5, (n, 1)) * rng.uniform(0.5, 1.5, 2)
    if rng.random() < 0.4:
        skin = crop[np.clip(mesh[[50, 280, 151], 1].astype(int), 0, CANVAS - 1), np.clip(mesh[[50, 280, 151], 0].astype(int), 0, CANVAS - 1)].mean(0)
        colour = skin * rng.uniform(0.75, 1.15)
        texture = shading(rng, colour)
    else:
        texture = textures[rng.integers(len(textures))]
        colour = texture.mean((0, 1))
    return blend(crop, hull, colour, texture)


def hidden(cover, mesh):
    """Which of the five are under it: each looked for in a patch of its own."""
    size = np.linalg.norm(mesh[234] - mesh[454])
    result = np.zeros(5, np.float32)
    for i, (p, rx, ry) in enumerate(((mesh[[33, 133]].mean(0), 0.10, 0.05), (mesh[[362, 263]].mean(0), 0.10, 0.05), (mesh[4], 0.06, 0.06), (mesh[61], 0.06, 0.05), (mesh[291], 0.06, 0.05))):
        x0, x1 = int(p[0] - rx * size), int(p[0] + rx * size) + 1
        y0, y1 = int(p[1] - ry * size), int(p[1] + ry * size) + 1
        part = cover[max(0, y0):max(1, y1), max(0, x0):max(1, x1)]
        share = part.mean() if part.size else 0
        result[i] = 1 if share > 0.55 else 0 if share < 0.2 else np.nan
    return result


def move(rng, crop, turn=5.8, grow=0.058, shift=2.9, still=False):
    m, flips = jitter(rng, SIDE, 0 if still else turn, 0 if still else grow, 0 if still else shift, False if still else None)
    whole = m * PER_PIXEL
    whole[:, 2] += (CANVAS - 1) / 2 - PER_PIXEL * (SIDE - 1) / 2
    return cv2.warpAffine(crop, whole.astype(np.float32), (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE), flips, np.rad2deg(np.arctan2(-m[1, 0], m[1, 1]))


class Faces:
    """Crops of a part with what is known of each: pose, quality, covered points (NaN: unknown), mask (NaN: unknown)."""

    def __init__(self, folder, part):
        self.crops, self.meshes, self.pose, self.quality, self.covered, self.mask, self.kind = [], [], [], [], [], [], []
        for name in ("lfw", "nuaa", "replay", "masks", "sunglasses", "spoilt"):
            if not os.path.exists(os.path.join(folder, name + ".txt")):
                continue
            labels = Labels(folder, name, part)
            crops, meshes = load(labels)
            n = len(labels)
            covered, mask = np.zeros((n, 5), np.float32), np.zeros(n, np.float32)
            sure = np.ones(n, bool)
            lower, eyes = labels.margins[:, 2:].max(1), labels.margins[:, :2].max(1)
            if name == "masks":       # some of them show bare faces
                covered[:] = [0, 0, 1, 1, 1]
                covered[:, :2] = np.where((labels.margins[:, :2] > -0.75), np.nan, 0)
                mask[:] = 1
                sure = (lower > -0.75) | (labels.mask > 0.6)
            elif name == "sunglasses":
                covered[:] = [1, 1, np.nan, 0, 0]
                mask[:] = 0
                sure = eyes > -0.75
            else:                      # a few wear dark glasses or have something before them
                sure = (labels.margins.max(1) < 0.5) & (labels.mask < 0.9)
            keep = np.flatnonzero(sure)
            self.crops.append(crops[keep]); self.meshes.append(meshes[keep]); self.pose.append(labels.pose[keep]); self.quality.append(labels.quality[keep])
            self.covered.append(covered[keep]); self.mask.append(mask[keep]); self.kind += [name] * len(keep)
        for field in ("crops", "meshes", "pose", "quality", "covered", "mask"):
            setattr(self, field, np.concatenate(getattr(self, field)))
        self.kind = np.array(self.kind)


def textures_of(folder, part, count=300):
    found = []
    for name in ("backgrounds", "pets"):
        if os.path.exists(os.path.join(folder, name + ".txt")):
            labels = Labels(folder, name, part, confirmed=False)
            for path in labels.paths[:: max(1, len(labels) // count)]:
                image = cv2.imread(path)[:, :, ::-1]
                found.append(cv2.resize(image, (CANVAS, CANVAS), interpolation=cv2.INTER_AREA))
    return found or [np.full((CANVAS, CANVAS, 3), 90, np.uint8)]


def draw(rng, crop, mesh, textures):
    """Draws one of the things that hide a face; says which points it hides and whether it is a mask."""
    kind = rng.random()
    if kind < 0.3:
        crop, cover = draw_mask(rng, crop.copy(), mesh)
        return crop, hidden(cover, mesh), 1.0
    if kind < 0.6:
        crop, cover = draw_glasses(rng, crop.copy(), mesh, dark=True)
        return crop, hidden(cover, mesh), 0.0
    if kind < 0.72:
        crop, _ = draw_glasses(rng, crop.copy(), mesh, dark=False)
        return crop, np.zeros(5, np.float32), 0.0
    crop, cover = draw_thing(rng, crop.copy(), mesh, textures)
    return crop, hidden(cover, mesh), 0.0


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
    for k in ("masks", "sunglasses", "replay", "nuaa"):
        if (faces.kind == k).any():
            outs[k] = see(faces.crops[faces.kind == k])
    worst = {k: np.maximum(o[2].max(1), o[3][:, 0]) for k, o in outs.items()}
    lines = [f"{k} ({len(w)}) AUC {auc(w, worst['plain']):.4f}" for k, w in worst.items() if k != "plain"]
    pose = 180 / (1 + np.exp(-outs["plain"][0])) - 90
    lines.append("pose error " + str(np.abs(pose * [-1, 1, -1] - faces.pose[plain]).mean(0).round(2)))
    lines.append("quality r " + str([round(float(np.corrcoef(outs["plain"][1][:, k], faces.quality[plain, k])[0, 1]), 2) for k in range(3)]))
    if (faces.kind == "spoilt").any():
        o = see(faces.crops[faces.kind == "spoilt"])
        lines.append("of spoilt " + str([round(float(np.corrcoef(o[1][:, k], faces.quality[faces.kind == "spoilt", k])[0, 1]), 2) for k in range(3)]))
    model.train()
    return "; ".join(lines)


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 1000
    rng = begin(23)
    cv2.setNumThreads(1)
    generator = torch.Generator().manual_seed(23)
    faces, test = Faces(folder, "train"), Faces(folder, "test")
    textures, test_textures = textures_of(folder, "train"), textures_of(folder, "test", 100)
    print({k: int((faces.kind == k).sum()) for k in np.unique(faces.kind)}, flush=True)
    pools = {k: np.flatnonzero(faces.kind == k) for k in np.unique(faces.kind)}
    weights = {k: w for k, w in (("lfw", 0.55), ("masks", 0.12), ("sunglasses", 0.12), ("nuaa", 0.04), ("replay", 0.05), ("spoilt", 0.12)) if k in pools}
    total = sum(weights.values())
    model = Traits().to(memory_format=torch.channels_last)
    if len(sys.argv) > 4:
        model.load_state_dict(torch.load(sys.argv[4]))
    print(sum(p.numel() for p in model.parameters()), "weights")
    schedule = Schedule(model, 3e-3, steps)
    for step in range(steps):
        batch = np.empty((BATCH, SIDE, SIDE, 3), np.uint8)
        pose, quality, covered, mask = (np.zeros((BATCH, n), np.float32) for n in (3, 3, 5, 1))
        untouched = np.zeros(BATCH, bool)
        for i in range(BATCH):
            k = rng.choice(pools[rng.choice(list(weights), p=[w / total for w in weights.values()])])
            crop, covered[i], mask[i] = faces.crops[k], faces.covered[k], faces.mask[k]
            draws = faces.kind[k] in ("lfw", "replay", "nuaa") and rng.random() < 0.6
            if draws:
                crop, covered[i], mask[i] = draw(rng, crop, faces.meshes[k], textures)
            untouched[i] = not draws and (faces.kind[k] == "spoilt" or rng.random() < 0.35)
            view, flips, turned = move(rng, crop)
            batch[i] = view if untouched[i] else spoil(rng, view)
            p = faces.pose[k] * (np.array([-1, 1, -1]) if flips else 1) + np.array([0, 0, turned])
            pose[i] = p * [-1, 1, -1]
            quality[i] = faces.quality[k]
            if flips:
                covered[i] = covered[i][[1, 0, 2, 4, 3]]
        x = images(batch)
        x = torch.where(torch.from_numpy(untouched)[:, None, None, None], x, recolour(x, generator)).contiguous(memory_format=torch.channels_last)
        got_pose, got_quality, got_covered, got_mask = model(x)
        degrees = 180 * torch.sigmoid(got_pose) - 90
        loss_pose = F.smooth_l1_loss(degrees, torch.from_numpy(pose), beta=3.0) / 6
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


def write(model, out, scale=2.5, shift=-1.2):
    """Scale and shift lay the margins of bare and covered faces over SeetaFace's medians, for which CoverWeights were fitted."""
    blank = torch.zeros(1, 3, SIDE, SIDE)
    export(Pose(model), blank, os.path.join(out, "pose.onnx"), ["input"], ["angles"])
    export(Quality(model), blank, os.path.join(out, "quality.onnx"), ["input"], ["light", "sharpness", "noise"])
    export(Covered(model, scale, shift), blank, os.path.join(out, "obstacle.onnx"), ["input"], ["points"])
    export(Mask(model), blank, os.path.join(out, "mask.onnx"), ["input"], ["mask"])


if __name__ == "__main__":
    main()
