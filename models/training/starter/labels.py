"""The labeller's rows by name, and crops along them."""
import os

import cv2
import numpy as np

from sets import is_in, person_of

FACES, MESH = 49, 49 + 120
EMBEDDING = MESH + 3 * 478
TEMPLATE = np.array([[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]], np.float32)


class Labels:
    """Rows of one set; only pictures in which a face was found and confirmed unless asked otherwise."""

    def __init__(self, folder, name, part, confirmed=True):
        rows = np.load(os.path.join(folder, name + ".npy"), mmap_mode="r")
        paths = open(os.path.join(folder, name + ".txt")).read().split("\n")
        self.name = name
        keep = [i for i, p in enumerate(paths)
                if is_in(part, person_of(name, p))
                and (not confirmed or (rows[i, 0] > 0 and rows[i, 2] > 0.5))]
        self.rows = np.array(rows[keep])
        self.paths = [paths[i] for i in keep]
        self.people = [person_of(name, p) for p in self.paths]
        r = self.rows
        self.found = r[:, 0].astype(int)
        self.central = r[:, 1].astype(int)
        self.presence, self.eyes = r[:, 2], r[:, 3:5]          # right eye, left eye as the person has them
        self.five, self.region = r[:, 5:15].reshape(-1, 5, 2), r[:, 15:19]
        self.pose, self.quality, self.margins, self.mask = r[:, 19:22], r[:, 22:25], r[:, 25:30], r[:, 30]
        self.live = r[:, 31:33]
        self.faces = r[:, FACES:MESH].reshape(-1, 8, 15)
        self.mesh = r[:, MESH:EMBEDDING].reshape(-1, 478, 3)
        self.embedding = r[:, EMBEDDING:]

    def __len__(self):
        return len(self.paths)

    def boxes(self):
        """x, y, width, height of the central face."""
        return self.faces[np.arange(len(self)), self.central, :4]


def read(path):
    """A picture as the labeller saw it: no side longer than 640."""
    image = cv2.imread(path)
    longest = max(image.shape[:2])
    return cv2.resize(image, None, fx=640 / longest, fy=640 / longest, interpolation=cv2.INTER_AREA) if longest > 640 else image


def similarity(source, target):
    """The turn, scale and shift that takes points nearest to others (Umeyama), 2×3."""
    ms, mt = source.mean(0), target.mean(0)
    s, t = source - ms, target - mt
    a = (s * t).sum() / (s * s).sum()
    b = (s[:, 0] * t[:, 1] - s[:, 1] * t[:, 0]).sum() / (s * s).sum()
    turn = np.array([[a, -b], [b, a]])
    return np.hstack([turn, (mt - turn @ ms)[:, None]]).astype(np.float32)


def aligned(image, five, side=112, margin=0):
    """The face on the recognisers' template, with a margin of so many pixels around it."""
    m = similarity(five, TEMPLATE + margin)
    scale = np.hypot(m[0, 0], m[1, 0])
    size = side + 2 * margin
    if scale < 0.5:  # as the pyramid does: no skipping of pixels
        image = cv2.resize(image, None, fx=0.5, fy=0.5, interpolation=cv2.INTER_AREA)
        m[:, :2] *= 2
    return cv2.warpAffine(image, m, (size, size), flags=cv2.INTER_LINEAR)


def jitter(rng, side, turn, grow, shift, flip=None):
    """
    A random affine map within a square crop, destination to source (for WARP_INVERSE_MAP), and whether it mirrors. Turn, growth and
    shift are standard deviations: most detections are a little off, some are far.
    """
    def draw(deviation, *size):
        return deviation * np.clip(rng.normal(0, 1, *size), -2.6, 2.6)
    angle = np.deg2rad(draw(turn))
    scale = np.exp(draw(grow))
    flips = rng.random() < 0.5 if flip is None else flip
    c, s = np.cos(angle) * scale, np.sin(angle) * scale
    m = np.array([[c, -s], [s, c]])
    if flips:
        m = m @ np.diag([-1, 1])
    middle = (side - 1) / 2
    move = draw(shift, 2)
    return np.hstack([m, (np.array([middle, middle]) + move - m @ np.array([middle, middle]))[:, None]]).astype(np.float32), flips


def spoil(rng, image):
    """Now and then: fewer pixels, a blur of motion or focus, or JPEG."""
    kind = rng.random()
    height, width = image.shape[:2]
    if kind < 0.15:
        share = rng.uniform(0.3, 0.8)
        small = cv2.resize(image, (int(width * share), int(height * share)), interpolation=cv2.INTER_AREA)
        return cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR)
    if kind < 0.25:
        return cv2.GaussianBlur(image, (0, 0), rng.uniform(0.4, 1.6))
    if kind < 0.32:
        length = int(rng.integers(2, 6))
        kernel = np.zeros((length, length), np.float32)
        kernel[length // 2] = 1 / length
        return cv2.filter2D(image, -1, kernel if rng.random() < 0.5 else kernel.T)
    if kind < 0.42:
        return cv2.imdecode(cv2.imencode(".jpg", image, [cv2.IMWRITE_JPEG_QUALITY, int(rng.integers(25, 80))])[1], cv2.IMREAD_COLOR)
    return image


def recoloured(rng, image, strength=1.0):
    """Light, contrast, tint and noise as cameras differ, of one picture."""
    gain = np.exp(rng.uniform(-0.35, 0.3) * strength)
    tint = np.exp(rng.uniform(-0.12, 0.12, 3) * strength)
    gamma = np.exp(rng.uniform(-0.3, 0.3) * strength)
    colour = 1 - max(0, rng.uniform(-0.8, 1.0)) * strength
    noise = max(0, rng.uniform(-4, 8)) * strength
    if colour < 1:
        image = cv2.transform(image, np.eye(3) * colour + (1 - colour) / 3)
    table = 255 * (np.arange(256)[:, None] / 255) ** gamma * gain * tint
    image = cv2.LUT(image, np.clip(np.rint(table), 0, 255).astype(np.uint8)[None])
    if noise < 0.3:
        return image
    grain = (rng.standard_normal(image.shape, np.float32) * noise).astype(np.int16)
    return cv2.add(image, grain, dtype=cv2.CV_8U)


def auc(high, low):
    order = np.argsort(np.concatenate([high, low]), kind="stable")
    ranks = np.empty(len(order))
    ranks[order] = np.arange(1, len(order) + 1)
    return (ranks[:len(high)].sum() - len(high) * (len(high) + 1) / 2) / (len(high) * len(low))
