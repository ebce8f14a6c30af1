"""The embedder: taught by mobilefacenet_128d to put a face where that does. embed.py LABELS OUT [STEPS [RATE [FROM.pt]]]"""
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from labels import Labels, aligned, jitter, spoil
from nets import ConvBn, Residual, Schedule, begin, export, images, recolour

MARGIN, BATCH = 12, 64


class Embedder(nn.Module):
    """112 × 112 RGB, 0–255 less 127.5 over 127.5, to 128 numbers whose direction counts."""

    def __init__(self):
        super().__init__()
        self.trunk = nn.Sequential(
            ConvBn(3, 32, 7, 4), ConvBn(32, 64, 3, 2), Residual(64),         # 28, 14
            ConvBn(64, 128, 3, 2), Residual(128), Residual(128),             # 7
            ConvBn(128, 256, 1), nn.Conv2d(256, 256, 7, groups=256, bias=False), nn.BatchNorm2d(256))
        self.last = nn.Linear(256, 128)

    def forward(self, x):
        return self.last(self.trunk(x).flatten(1))


def crops(labels):
    out = np.zeros((len(labels), 112 + 2 * MARGIN, 112 + 2 * MARGIN, 3), np.uint8)
    for i, path in enumerate(labels.paths):
        image = cv2.imread(path)
        longest = max(image.shape[:2])
        if longest > 640:
            image = cv2.resize(image, None, fx=640 / longest, fy=640 / longest, interpolation=cv2.INTER_AREA)
        out[i] = aligned(image, labels.five[i], margin=MARGIN)[:, :, ::-1]
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
        print("cosine to the teacher", float((e * torch.from_numpy(teacher)).sum(1).mean()))
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
        result.append((far, float(threshold), float((genuine >= threshold).mean())))
    return result


def main():
    folder, out = sys.argv[1:3]
    steps = int(sys.argv[3]) if len(sys.argv) > 3 else 800
    rng = begin(20)
    cv2.setNumThreads(1)
    generator = torch.Generator().manual_seed(20)
    train, test = Labels(folder, "lfw", "train"), Labels(folder, "lfw", "test")
    crop, held = crops(train), crops(test)
    targets = torch.from_numpy(train.embedding.copy())
    print(len(train), "photos to learn from,", len(test), "kept out; teacher there", rates(test.embedding, test.people), flush=True)

    model = Embedder().to(memory_format=torch.channels_last)
    print(sum(p.numel() for p in model.parameters()), "weights")
    if len(sys.argv) > 5:
        model.load_state_dict(torch.load(sys.argv[5]))
    schedule = Schedule(model, float(sys.argv[4]) if len(sys.argv) > 4 else 3e-3, steps)
    order = np.empty(0, int)
    for step in range(steps):
        if len(order) < BATCH:
            order = np.concatenate([order, rng.permutation(len(crop))])
        at, order = order[:BATCH], order[BATCH:]
        batch = np.empty((BATCH, 112, 112, 3), np.uint8)
        for i, k in enumerate(at):
            m, _ = jitter(rng, 112, 3, 0.06, 2.4)
            m[:, 2] += MARGIN
            batch[i] = spoil(rng, cv2.warpAffine(crop[k], m, (112, 112), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP))
        x = ((recolour(images(batch), generator, 0.6) - 127.5) / 127.5).contiguous(memory_format=torch.channels_last)
        e, t = F.normalize(model(x)), targets[at]
        # where the teacher puts the face, and how it puts faces to one another
        loss = (1 - (e * t).sum(1)).mean() + 4 * ((e @ e.T - t @ t.T) ** 2).mean()
        schedule.apply(loss)
        if (step + 1) % 400 == 0 or step + 1 == steps:
            print(measure(model, held, test.people, test.embedding), flush=True)
            torch.save(model.state_dict(), out + ".pt")

    export(model, torch.zeros(1, 3, 112, 112), out, ["input"], ["output"], {"input": {0: "n"}, "output": {0: "n"}})


if __name__ == "__main__":
    main()
