"""Real pictures turned into the detector's training scenes."""
import os

import cv2
import numpy as np

from covers import cover, textures_of
from labels import Labels, read
from recapture import recapture, through

SIDE, WITHOUT = 256, 0.38


def shrunk(image):
    """A picture small enough to keep, and by how much it is smaller."""
    scale = 0.5 if max(image.shape[:2]) > 420 else 1.0
    return (cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image), scale


class Scenes:
    """Real pictures turned into training scenes: faces of every size, several in one, and none."""

    def __init__(self, folder, part, made=1000, seed=8):
        self.faced, self.faceless = {}, {}
        self.cache = {}
        rng = np.random.default_rng(seed)
        self.made = []       # pictures of faces with something drawn over them, and of pictures of faces
        textures = textures_of(folder, part)
        around = [path for name in ("backgrounds", "pets") for path in Labels(folder, name, part, confirmed=False).paths[:600]]
        for name in ("lfw", "nuaa", "replay", "masks", "sunglasses", "rendered", "pets", "backgrounds"):
            if not os.path.exists(os.path.join(folder, name + ".txt")):
                continue
            labels = Labels(folder, name, part, confirmed=False)
            for i, path in enumerate(labels.paths):
                people = labels.found[i] > 0 and labels.presence[i] > 0.5
                if people == (name in ("pets", "backgrounds")):
                    continue
                faces = labels.faces[i, :min(8, labels.found[i])]
                faces = np.concatenate([faces[:, :4], faces[:, 5:]], 1)
                (self.faced if people else self.faceless).setdefault(name, []).append((path, faces))
            if name in ("lfw", "nuaa", "replay"):
                self._make(rng, labels, made // (1 if name == "lfw" else 5), textures, around)
        weights = {name: w for name, w in (("lfw", 0.36), ("nuaa", 0.06), ("replay", 0.1), ("masks", 0.12), ("sunglasses", 0.12), ("rendered", 0.06)) if name in self.faced}
        self.names, self.weights = list(weights) + ["made"], np.array(list(weights.values()) + [0.18])
        self.weights /= self.weights.sum()

    def _make(self, rng, labels, count, textures, around):
        for i in rng.permutation(len(labels))[:count]:
            if labels.found[i] != 1 or labels.presence[i] < 0.5:
                continue
            image = read(labels.paths[i])
            box, flat = labels.boxes()[i], labels.mesh[i, :, :2]
            five = labels.faces[i, 0, 5:]
            if rng.random() < 0.65:
                image = cover(rng, image, box, flat, textures)
            if rng.random() < 0.4:
                image, box, _, whole = recapture(rng, image, box, read(around[rng.integers(len(around))]))
                five = through(whole, five).reshape(-1)
            path = f"made {labels.name} {i}"
            self.cache[path] = shrunk(image)
            self.made.append((path, np.concatenate([box, five])[None]))

    def picture(self, path):
        image = self.cache.get(path)
        if image is None:
            image = self.cache[path] = shrunk(read(path))
        return image

    def window(self, rng, width, height):
        """A part of a random picture, turned, scaled, mirrored, with its faces."""
        if self.faceless and rng.random() < WITHOUT:
            pool = self.faceless["pets" if "pets" in self.faceless and rng.random() < 0.7 else "backgrounds"]
            path, mistaken = pool[rng.integers(len(pool))]
            image, factor = self.picture(path)
            faces = np.zeros((0, 14))
            scale = max(width / image.shape[1], height / image.shape[0]) * np.exp(rng.uniform(-0.5, 1.0))
            centre = np.array([rng.uniform(0.2, 0.8) * image.shape[1], rng.uniform(0.2, 0.8) * image.shape[0]])
            if len(mistaken) and rng.random() < 0.6:      # what the teacher takes for a face is what must be told from one
                f = mistaken[rng.integers(len(mistaken))] * factor
                scale = np.exp(rng.uniform(np.log(20), np.log(min(width, height) * 0.95))) / np.sqrt(f[2] * f[3])
                centre = f[:2] + f[2:4] / 2 + rng.uniform(-0.3, 0.3, 2) * np.array([width, height]) / scale
        else:
            name = self.names[rng.choice(len(self.names), p=self.weights)]
            pool = self.made if name == "made" else self.faced[name]
            path, faces = pool[rng.integers(len(pool))]
            image, factor = self.picture(path)
            faces = faces * factor
            f = faces[rng.integers(len(faces))]
            side = np.exp(rng.uniform(np.log(20), np.log(min(width, height) * 0.95)))
            scale = side / np.sqrt(f[2] * f[3])
            centre = f[:2] + f[2:4] / 2 + rng.uniform(-0.5, 0.5, 2) * np.maximum(0, np.array([width, height]) - side) / scale * 0.9
        scale = min(scale, 4.0)
        angle = np.deg2rad(rng.normal(0, 8))
        flip = rng.random() < 0.5
        turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) @ np.diag([-1 if flip else 1, 1]) * scale
        m = np.hstack([turn, (np.array([width, height]) / 2 - turn @ centre)[:, None]])
        border = cv2.BORDER_CONSTANT if rng.random() < 0.5 else cv2.BORDER_REFLECT if len(faces) == 0 else cv2.BORDER_REPLICATE
        if scale < 0.6:
            image = cv2.resize(image, None, fx=scale * 1.5, fy=scale * 1.5, interpolation=cv2.INTER_AREA)
            map_ = m.copy()
            map_[:, :2] /= scale * 1.5
        else:
            map_ = m
        out = cv2.warpAffine(image, map_.astype(np.float32), (width, height), flags=cv2.INTER_LINEAR, borderMode=border, borderValue=tuple(int(v) for v in rng.integers(0, 255, 3)) if rng.random() < 0.4 else 0)
        moved = []
        for f in faces:
            points = f[4:].reshape(5, 2) @ m[:, :2].T + m[:, 2]
            if flip:
                points = points[[1, 0, 2, 4, 3]]
            c = m[:, :2] @ (f[:2] + f[2:4] / 2) + m[:, 2]
            size = f[2:4] * scale
            box = np.concatenate([c - size / 2, size])
            if c[0] < 0 or c[1] < 0 or c[0] >= width or c[1] >= height or size.max() < 10:
                continue
            moved.append(np.concatenate([box, points.reshape(-1)]))
        return out, moved

    def scene(self, rng):
        if rng.random() < 0.7:
            return self.window(rng, SIDE, SIDE)
        cut = int(rng.integers(3, 6)) * 32
        upright = rng.random() < 0.5
        a, fa = self.window(rng, *((cut, SIDE) if upright else (SIDE, cut)))
        b, fb = self.window(rng, *((SIDE - cut, SIDE) if upright else (SIDE, SIDE - cut)))
        shift = np.array([cut, 0] if upright else [0, cut])
        for f in fb:
            f[:2] += shift
            f[4:] = (f[4:].reshape(5, 2) + shift).reshape(-1)
        return np.concatenate([a, b], 1 if upright else 0), fa + fb
