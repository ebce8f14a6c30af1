"""Eyes that are shut: lids drawn down over open eyes, and photos of shut eyes laid over them."""
import glob
import os

import cv2
import numpy as np

from sets import SETS, held_out, person_of

# outer corner, upper lid, inner corner, lower lid, as the picture's left to right for the right eye
EYES = [([33, 246, 161, 160, 159, 158, 157, 173, 133], [33, 7, 163, 144, 145, 153, 154, 155, 133]),
        ([362, 398, 384, 385, 386, 387, 388, 466, 263], [362, 382, 381, 380, 374, 373, 390, 249, 263])]


def shut(crop, points, amounts):
    """Draws the skin above each eye down over it, as a lid falls, by 0 (as it is) to 1; the points follow."""
    points = points.copy()
    height, width = crop.shape[:2]
    ys, xs = np.mgrid[0:height, 0:width].astype(np.float32)
    map_y = ys.copy()
    for (upper, lower), amount in zip(EYES, amounts):
        if amount <= 0:
            continue
        up, low = points[upper], points[lower]
        order_u, order_l = np.argsort(up[:, 0]), np.argsort(low[:, 0])
        x0, x1 = int(np.ceil(up[:, 0].min())), int(up[:, 0].max())
        if x1 - x0 < 6:
            continue
        columns = np.arange(x0, x1 + 1, dtype=np.float32)
        u = np.interp(columns, up[order_u, 0], up[order_u, 1])
        l = np.maximum(np.interp(columns, low[order_l, 0], low[order_l, 1]), u)
        new = u + amount * (l - u)
        reach = 0.42 * (x1 - x0) * np.sqrt(np.clip(np.sin(np.pi * (columns - x0 + 1) / (x1 - x0 + 2)), 0.05, 1))
        top = u - reach
        y0, y1 = max(0, int(top.min())), min(height - 1, int(l.max()) + 1)
        rows = np.arange(y0, y1 + 1, dtype=np.float32)[:, None]
        inside = (rows >= top) & (rows <= new)
        source = top + (rows - top) * (u - top) / np.maximum(new - top, 1e-3)
        part = map_y[y0:y1 + 1, x0:x1 + 1]
        map_y[y0:y1 + 1, x0:x1 + 1] = np.where(inside, source, part)
        for k in upper[1:-1]:
            x = points[k, 0]
            points[k, 1] += amount * max(0.0, np.interp(x, low[order_l, 0], low[order_l, 1]) - points[k, 1])
    return cv2.remap(crop, xs, map_y, cv2.INTER_LINEAR), points


def paste(crop, points, patches, grey, share):
    """Real photos of shut eyes over the eyes; the lids meet on the lower one."""
    crop, points = crop.copy(), points.copy()
    for (upper, lower), patch in zip(EYES, patches):
        up, low = points[upper], points[lower]
        width = up[:, 0].max() - up[:, 0].min()
        side = int(width / share)
        if side < 10:
            continue
        centre = low[:, :2].mean(0) * 0.6 + up[:, :2].mean(0) * 0.4
        x, y = int(centre[0] - side / 2), int(centre[1] - side / 2)
        if x < 0 or y < 0 or x + side > crop.shape[1] or y + side > crop.shape[0]:
            continue
        new = cv2.resize(patch, (side, side), interpolation=cv2.INTER_AREA).astype(np.float32)
        old = crop[y:y + side, x:x + side].astype(np.float32)
        if grey:
            new = new.mean(2, keepdims=True)
            old_light = old.mean(2, keepdims=True)
            new = old.mean((0, 1)) + (new - new.mean()) * (old_light.std() / max(new.std(), 8))
        else:
            new = old.mean((0, 1)) + (new - new.mean((0, 1))) * min(1.5, old.std() / max(new.std(), 8))
        gy, gx = np.mgrid[0:side, 0:side] / (side - 1) * 2 - 1
        soft = np.clip((1 - np.sqrt(gx ** 2 + gy ** 2)) * 3, 0, 1)[:, :, None]
        crop[y:y + side, x:x + side] = np.clip(old * (1 - soft) + new * soft, 0, 255).astype(np.uint8)
        for k in upper[1:-1]:
            order = np.argsort(low[:, 0])
            points[k, 1] = np.interp(points[k, 0], low[order, 0], low[order, 1]) - 0.03 * width
    return crop, points


def eye_patches(part):
    """Shut eyes: colour close-ups and grey patches, apart by photo."""
    colour = [p for p in sorted(glob.glob(os.path.join(SETS, "eyes/data/*/Closed/*"))) if held_out(person_of("eyes", p)) == (part == "test")]
    grey = [p for p in sorted(glob.glob(os.path.join(SETS, "cew/data_splits/*/closed/*"))) if held_out(person_of("cew", p)) == (part == "test")]
    return [cv2.resize(cv2.imread(p), (64, 64), interpolation=cv2.INTER_AREA)[:, :, ::-1] for p in colour], [cv2.imread(p)[:, :, ::-1] for p in grey]


def close_really(rng, crop, points, patches):
    colour, grey = patches
    use_grey = rng.random() < 0.5
    pool, share = (grey, rng.uniform(0.72, 0.9)) if use_grey else (colour, rng.uniform(0.5, 0.68))
    first = pool[rng.integers(len(pool))]
    second = first[:, ::-1]
    return paste(crop, points, (first, second) if rng.random() < 0.5 else (second, first), use_grey, share)


def shut_points(points, amount):
    points = points.copy()
    for upper, lower in EYES:
        low = points[lower]
        order = np.argsort(low[:, 0])
        for k in upper[1:-1]:
            points[k, 1] += amount * max(0.0, np.interp(points[k, 0], low[order, 0], low[order, 1]) - points[k, 1])
    return points
