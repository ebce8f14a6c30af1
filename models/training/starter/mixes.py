"""
Faces that nobody has, for the embedder to learn from: two training faces brought to one shape and laid over each other, or parts of one put into
the other, or one bent to another's shape; and where the teacher puts them. mixes.py LABELS COUNT [SEED] writes LABELS/mixes.npz
"""
import os
import sys

import cv2
import numpy as np

from label import ask
from labels import TEMPLATE, Labels, aligned, read, similarity
from nets import begin

MARGIN = 12
SIDE = 112 + 2 * MARGIN
NODES = 16                       # the field that bends a face has so many places along a side
REACH = 9.0                      # pixels over which a point of the mesh moves what is around it
EVERY = 5                        # points of the mesh that are used
OTHERS = ("nuaa", "replay", "sunglasses", "masks", "rendered")


def load(folder, name):
    """Aligned crops with a margin, RGB, and the meshes' points in them."""
    labels = Labels(folder, name, "train")
    crops, meshes = np.empty((len(labels), SIDE, SIDE, 3), np.uint8), np.empty((len(labels), len(range(0, 478, EVERY)), 2), np.float32)
    for i, path in enumerate(labels.paths):
        image = read(path)
        crops[i] = aligned(image, labels.five[i], margin=MARGIN)[:, :, ::-1]
        m = similarity(labels.five[i], TEMPLATE + MARGIN)
        meshes[i] = labels.mesh[i, ::EVERY, :2] @ m[:, :2].T + m[:, 2]
    return crops, meshes


PLACES = np.stack(np.meshgrid((np.arange(NODES) + 0.5) * SIDE / NODES - 0.5, (np.arange(NODES) + 0.5) * SIDE / NODES - 0.5), -1).reshape(-1, 1, 2).astype(np.float32)
GRID = np.stack(np.meshgrid(np.arange(SIDE), np.arange(SIDE)), -1).astype(np.float32)


def bend(crop, points, shape):
    """The crop with its points where SHAPE has them; what lies between goes along."""
    away = ((PLACES - shape[None]) ** 2).sum(2)
    weight = np.exp(-(away - away.min(1, keepdims=True)) / (2 * REACH ** 2))
    field = (weight @ (points - shape)) / weight.sum(1, keepdims=True)
    field = cv2.resize(field.reshape(NODES, NODES, 2), (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)
    return cv2.remap(crop, GRID + field, None, cv2.INTER_LINEAR, borderMode=cv2.BORDER_REPLICATE)


def soft_parts(rng):
    """A mask of one or a few smooth parts: halves, bands, patches."""
    size = int(rng.integers(2, 6))
    mask = cv2.resize(rng.normal(0, 1, (size, size)).astype(np.float32), (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
    return (1 / (1 + np.exp(-rng.uniform(2, 9) * (mask - mask.mean()))))[:, :, None]


def mix(rng, a, b):
    """a and b: crop and points each."""
    share = rng.uniform(-0.3, 1.0) if rng.random() < 0.5 else rng.uniform(0.2, 0.8)
    shape = a[1] + share * (b[1] - a[1])
    first = bend(a[0], a[1], shape)
    kind = rng.random()
    if kind < 0.3:
        return first
    second = bend(b[0], b[1], shape).astype(np.float32)
    if rng.random() < 0.7:
        inner = slice(SIDE // 4, -SIDE // 4)
        of, to = second[inner, inner], first[inner, inner].astype(np.float32)
        second = (second - of.mean((0, 1))) * np.clip((to.std((0, 1)) + 4) / (of.std((0, 1)) + 4), 0.6, 1.6) + to.mean((0, 1))
    mask = rng.uniform(0.3, 0.7) if kind < 0.62 else soft_parts(rng)
    return np.clip(first * (1 - mask) + second * mask, 0, 255).astype(np.uint8)


def main():
    folder, count = sys.argv[1], int(sys.argv[2])
    rng = begin(int(sys.argv[3]) if len(sys.argv) > 3 else 25)
    cv2.setNumThreads(1)
    faces = load(folder, "lfw")
    others = [load(folder, name) for name in OTHERS if os.path.exists(os.path.join(folder, name + ".txt"))]
    others = [np.concatenate([o[k] for o in others]) for k in range(2)] if others else faces
    out = np.empty((count, SIDE, SIDE, 3), np.uint8)

    def one_of(pool):
        k = rng.integers(len(pool[0]))
        crop, points = pool[0][k], pool[1][k]
        return crop, points

    def pictures():
        for i in range(count):
            a, b = one_of(others if rng.random() < 0.12 else faces), one_of(others if rng.random() < 0.12 else faces)
            out[i] = mix(rng, a, b)
            yield out[i, MARGIN:-MARGIN, MARGIN:-MARGIN, ::-1]

    raw = os.path.join(folder, "mixes.raw")
    embedding = ask("crops", pictures(), 128, raw)
    os.remove(raw)
    np.save(os.path.join(folder, "mixes_crops.npy"), out)
    np.save(os.path.join(folder, "mixes_embedding.npy"), embedding)
    print(len(out), "mixes", flush=True)


if __name__ == "__main__":
    main()
