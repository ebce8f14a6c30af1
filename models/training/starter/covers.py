"""Things that hide a face, drawn along its mesh: masks, dark and clear glasses, and others; and which of the five points they hide."""
import os

import cv2
import numpy as np

from labels import Labels

CANVAS, CROP, GROWTH = 128, 1.3, 1.25      # side of the crops that are drawn on; how far they reach beyond the box, and beyond what a network sees of it
JAW = [454, 323, 361, 288, 397, 365, 379, 378, 400, 377, 152, 148, 176, 149, 150, 136, 172, 58, 132, 93, 234]


def cut(image, box, mesh):
    """A square crop around a face with room to move, RGB, and the mesh in it."""
    x, y, w, h = box
    scale = max(w, h) * CROP * GROWTH / CANVAS
    start = np.array([x + w / 2, y + h / 2]) - scale * CANVAS / 2 + scale / 2 - 0.5
    m = np.array([[scale, 0, start[0]], [0, scale, start[1]]])
    f = 1.0
    if scale > 1.6:
        image = cv2.resize(image, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        f = 1 / scale
    crop = cv2.warpAffine(image, (m * f).astype(np.float32), (CANVAS, CANVAS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)[:, :, ::-1]
    return crop, (mesh - start) / scale


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


def cover(rng, image, box, flat, textures):
    """The picture with something drawn over its face."""
    crop, mesh = cut(image, box, flat)
    crop = np.ascontiguousarray(crop)
    drawn = draw(rng, crop, mesh, textures)[0]
    changed = cv2.dilate((np.abs(drawn.astype(int) - crop).max(2) > 2).astype(np.float32), np.ones((3, 3)))
    back = cv2.estimateAffinePartial2D(mesh.astype(np.float32), flat.astype(np.float32))[0]
    size = image.shape[1::-1]
    over = cv2.warpAffine(np.ascontiguousarray(drawn[:, :, ::-1]), back, size, flags=cv2.INTER_LINEAR)
    share = cv2.warpAffine(cv2.GaussianBlur(changed, (3, 3), 0), back, size, flags=cv2.INTER_LINEAR)[:, :, None]
    return (image * (1 - share) + over * share).astype(np.uint8)
