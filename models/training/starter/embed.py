"""
The embedder: taught by mobilefacenet_128d to put a face where that does, on photos and on mixes of them (mixes.py).
embed.py LABELS OUT [STEPS [RATE [FROM.onnx|FROM.pt [STARTER_LABELS]]]]

STARTER_LABELS is a folder of label.py made with FACEAUTH_PACK=starter: photos are then also seen as the starter's own points lay them,
and every face is moved by errors as these points make them.
"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from labels import TEMPLATE, Labels, aligned, jitter, read, recoloured, similarity, spoil
from nets import ConvBn, Residual, Schedule, begin, export, images
from resume import go_on

MARGIN, BATCH, PHOTOS = 12, 64, 0.35


class Embedder(nn.Module):
    """112 × 112 RGB, 0–255 less 127.5 over 127.5, to 128 numbers whose direction counts."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            ConvBn(3, 32, 7, 4), Residual(32), ConvBn(32, 64, 3, 2), Residual(64), Residual(64), Residual(64),     # 28, 14
            ConvBn(64, 128, 3, 2), Residual(128), Residual(128), Residual(128), Residual(128),                     # 7
            ConvBn(128, 256, 1), nn.Conv2d(256, 256, 7, groups=256, bias=False), nn.BatchNorm2d(256))
        self.last = nn.Linear(256, 128)

    def forward(self, x):
        return self.last(self.trunk(x).flatten(1))


def crops(labels, five=None):
    """Aligned crops with a margin, RGB; by the labels' points or by others."""
    five = labels.five if five is None else five
    out = np.zeros((len(labels), 112 + 2 * MARGIN, 112 + 2 * MARGIN, 3), np.uint8)
    for i, path in enumerate(labels.paths):
        image = read(path)
        out[i] = aligned(image, five[i], margin=MARGIN)[:, :, ::-1]
    return out


def plain(crop):
    return (images(crop[:, MARGIN:-MARGIN, MARGIN:-MARGIN]) - 127.5) / 127.5


def measure(model, crop, people, teacher=None):
    """True accept rate at a false accept rate of 1e-2 and 1e-3, all against all."""
    model.eval()
    with torch.no_grad():
        e = torch.cat([F.normalize(model(plain(crop[i:i + 128]))) for i in range(0, len(crop), 128)])
    model.train()
    if teacher is not None:
        print("cosine to the teacher", round(float((e * torch.from_numpy(teacher)).sum(1).mean()), 4), end=" ")
    return rates(e.numpy(), people)


def rates(e, people):
    ids = np.unique(people, return_inverse=True)[1]
    sims = e @ e.T
    upper = np.triu(np.ones_like(sims, bool), 1)
    same = (ids[:, None] == ids[None]) & upper
    other = (ids[:, None] != ids[None]) & upper
    genuine, impostor = sims[same], np.sort(sims[other])
    result = []
    for far in (1e-2, 1e-3, 1e-4):
        threshold = impostor[int(len(impostor) * (1 - far))]
        result.append((far, round(float(threshold), 4), round(float((genuine >= threshold).mean()), 4)))
    return result


def of_people(labels):
    """Where each photo is to be put: halfway between where the teacher puts it and where it puts that person's photos on average."""
    ids = np.unique(labels.people, return_inverse=True)[1]
    mean = np.zeros((ids.max() + 1, labels.embedding.shape[1]))
    np.add.at(mean, ids, labels.embedding)
    target = labels.embedding + mean[ids] / np.linalg.norm(mean[ids], axis=1, keepdims=True)
    return (target / np.linalg.norm(target, axis=1, keepdims=True)).astype(np.float32)


class Slips:
    """How the starter's own points lay a face beside where the teacher's do: as they err, or drawn where its labels are not at hand."""

    def __init__(self, teacher, student=None):
        self.maps, self.fives = None, {}
        if student is None:
            return
        at = {path: i for i, path in enumerate(student.paths)}
        found = []
        for i, path in enumerate(teacher.paths):
            if path not in at:
                continue
            five = student.five[at[path]]
            true = similarity(teacher.five[i], TEMPLATE)
            away = similarity(five @ true[:, :2].T + true[:, 2], TEMPLATE)
            if np.abs(away @ [[55.5], [55.5], [1]] - 55.5).max() < 14 and 0.7 < np.hypot(away[0, 0], away[1, 0]) < 1.4:      # else another face
                self.fives[i] = five
                found.append(away)
        whole = np.stack([np.vstack([a, [0, 0, 1]]) for a in found])
        self.maps = np.linalg.inv(whole)[:, :2]
        scale = np.hypot(self.maps[:, 0, 0], self.maps[:, 1, 0])
        turn = np.rad2deg(np.arctan2(self.maps[:, 1, 0], self.maps[:, 0, 0]))
        move = self.maps @ np.array([55.5, 55.5, 1]) - 55.5
        print(f"{len(found)} faces by the starter's points: turned by {turn.std():.1f}°, grown by {np.log(scale).std():.3f}, moved by {move.std(0).round(2)} pixels", flush=True)

    def draw(self, rng):
        """From where the network looks to where the face is, mirrored half the time; destination to source."""
        if self.maps is None:
            return jitter(rng, 112, 3, 0.06, 2.4)[0]
        slight = jitter(rng, 112, 1.5, 0.03, 1.0)[0]
        slip = self.maps[rng.integers(len(self.maps))] if rng.random() < 0.75 else np.eye(2, 3)
        return np.hstack([slip[:, :2] @ slight[:, :2], (slip[:, :2] @ slight[:, 2] + slip[:, 2])[:, None]]).astype(np.float32)


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 6000
    rng = begin(20)
    cv2.setNumThreads(1)
    train, test = Labels(folder, "lfw", "train"), Labels(folder, "lfw", "test")
    student = sys.argv[6] if len(sys.argv) > 6 else None
    slips = Slips(train, student and Labels(student, "lfw", "train"))
    held = {"teacher's points": crops(test)}
    if student:
        own = Labels(student, "lfw", "test")
        at = {path: i for i, path in enumerate(own.paths)}
        held["own points"] = crops(test, [own.five[at[p]] if p in at else test.five[i] for i, p in enumerate(test.paths)])
    crop, target = [crops(train)], [of_people(train)]
    slipped = sorted(slips.fives)
    if slipped:
        five = train.five.copy()
        five[slipped] = [slips.fives[i] for i in slipped]
        crop.append(crops(train, five)[slipped])
        target.append(target[0][slipped])
    photos = sum(len(c) for c in crop)
    mixes = os.path.join(folder, "mixes_crops.npy")
    if os.path.exists(mixes):
        crop.append(np.load(mixes))
        target.append(np.load(os.path.join(folder, "mixes_embedding.npy")))
    crop, target = np.concatenate(crop), torch.from_numpy(np.concatenate(target))
    print(f"{len(train)} photos to learn from as {photos} crops, {len(crop) - photos} mixes, {len(test)} kept out; teacher there", rates(test.embedding, test.people), flush=True)

    model = Embedder().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in model.parameters()), "weights")
    if len(sys.argv) > 5:
        go_on(model, sys.argv[5], plain(crop[rng.integers(len(crop), size=512)]))
    schedule = Schedule(model, float(sys.argv[4]) if len(sys.argv) > 4 else 3e-3, steps)

    def view(k):
        slip = slips.draw(rng) if not len(train) <= k < photos else jitter(rng, 112, 1.5, 0.03, 1.0)[0]
        slip[:, 2] += MARGIN
        whole = cv2.warpAffine(crop[k], slip.astype(np.float32), (112, 112), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP)
        return recoloured(rng, spoil(rng, whole), 0.6)

    for step in range(steps):
        at = np.where(rng.random(BATCH) < PHOTOS, rng.integers(photos, size=BATCH), rng.integers(photos if len(crop) > photos else 0, len(crop), size=BATCH))
        x = ((images(np.stack([view(k) for k in at])) - 127.5) / 127.5).contiguous(memory_format=torch.channels_last)
        with torch.autocast("cpu", dtype=torch.bfloat16):
            e = model(x)
        e, t = F.normalize(e.float()), target[at]
        # where the teacher puts the face, and how it puts faces to one another
        loss = (1 - (e * t).sum(1)).mean() + 4 * ((e @ e.T - t @ t.T) ** 2).mean()
        schedule.apply(loss)
        if (step + 1) % 400 == 0 or step + 1 == steps:
            for by, faces in held.items():
                print(by, measure(model, faces, test.people, test.embedding), flush=True)
            torch.save(model.state_dict(), out + ".pt")

    export(model, torch.zeros(1, 3, 112, 112), out, ["input"], ["output"], {"input": {0: "n"}, "output": {0: "n"}})


if __name__ == "__main__":
    main()
