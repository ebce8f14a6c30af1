"""Prints and screens by construction: a photo photographed again."""
import cv2
import numpy as np

PRINT, LIVE, SCREEN = 0, 1, 2


def recapture(rng, image, box, scene):
    """A photo of the photo: on paper or on a screen, held before another scene. Returns picture, box, class and the map from the photo's pixels to the picture's."""
    height, width = image.shape[:2]
    x, y, w, h = box
    kind = PRINT if rng.random() < 0.5 else SCREEN
    around = rng.uniform(0.15, 1.4, 4) * max(w, h)
    left, top = int(max(0, x - around[0])), int(max(0, y - around[1]))
    right, bottom = int(min(width, x + w + around[2])), int(min(height, y + h + around[3]))
    part = image[top:bottom, left:right].astype(np.float32)
    fx, fy = x - left, y - top
    ph, pw = part.shape[:2]
    if kind == PRINT:
        part = (part - 128) * rng.uniform(0.5, 0.95) + rng.uniform(95, 150)
        part *= rng.uniform(0.85, 1.1, 3)
        if rng.random() < 0.4:
            part += (rng.random((ph, pw, 1)) - 0.5) * rng.uniform(6, 26)
        if rng.random() < 0.35:
            gy, gx = np.mgrid[0:ph, 0:pw]
            part += (np.sin(gx * rng.uniform(1, 2.6)) * np.sin(gy * rng.uniform(1, 2.6)) * rng.uniform(3, 14))[:, :, None]
        border, frame = (int(rng.uniform(0, 0.12) * pw) if rng.random() < 0.6 else 0), rng.uniform(190, 255) * np.ones(3)
    else:
        part = 255 * (np.clip(part, 0, 255) / 255) ** rng.uniform(0.75, 1.3)
        part = (part - 128) * rng.uniform(0.8, 1.25) + 128 + rng.uniform(-10, 40)
        part *= rng.uniform(0.9, 1.1, 3) * np.array([rng.uniform(0.85, 1.0), 1, rng.uniform(1.0, 1.2)])
        gy, gx = np.mgrid[0:ph, 0:pw].astype(np.float32)
        for channel in range(3):
            if rng.random() < 0.7:
                angle, pitch = rng.uniform(0, np.pi), rng.uniform(0.12, 1.6)
                part[:, :, channel] += np.sin((gx * np.cos(angle) + gy * np.sin(angle)) * pitch + rng.uniform(0, 6)) * rng.uniform(2, 14)
        border, frame = (int(rng.uniform(0.02, 0.12) * pw) if rng.random() < 0.7 else 0), rng.uniform(0, 45) * np.ones(3)
    part = np.clip(part, 0, 255).astype(np.uint8)
    if border:
        part = cv2.copyMakeBorder(part, border, border, border, border, cv2.BORDER_CONSTANT, value=tuple(frame))
    part = cv2.GaussianBlur(part, (0, 0), rng.uniform(0.3, 1.3)) if rng.random() < 0.7 else part
    if rng.random() < 0.4:  # a lamp in the paper's or screen's gloss
        gy, gx = np.mgrid[0:part.shape[0], 0:part.shape[1]].astype(np.float32)
        c = rng.uniform(0, 1, 2) * part.shape[:2]
        spread = rng.uniform(0.05, 0.35) * max(part.shape[:2])
        part = np.clip(part + (np.exp(-((gy - c[0]) ** 2 + (gx - c[1]) ** 2) / (2 * spread ** 2)) * rng.uniform(40, 190))[:, :, None], 0, 255).astype(np.uint8)
    out_height, out_width = 240, 320
    scene = cv2.resize(scene, (out_width, out_height), interpolation=cv2.INTER_AREA)
    if rng.random() < 0.5:
        scene = cv2.GaussianBlur(scene, (0, 0), rng.uniform(0.5, 4))
    size = rng.uniform(60, 130) / max(w, h)
    corners = np.float32([[0, 0], [part.shape[1], 0], [part.shape[1], part.shape[0]], [0, part.shape[0]]])
    face = np.array([fx + border + w / 2, fy + border + h / 2])
    place = np.array([out_width, out_height]) / 2 + rng.uniform(-0.1, 0.1, 2) * [out_width, out_height]
    angle = rng.normal(0, 0.06)
    turn = np.array([[np.cos(angle), -np.sin(angle)], [np.sin(angle), np.cos(angle)]]) * size
    target = ((corners - face) @ turn.T + place + rng.normal(0, 0.02, (4, 2)) * max(part.shape[:2]) * size).astype(np.float32)
    m = cv2.getPerspectiveTransform(corners, target)
    layer = cv2.warpPerspective(part, m, (out_width, out_height), flags=cv2.INTER_AREA)
    cover = cv2.warpPerspective(np.full(part.shape[:2], 255, np.uint8), m, (out_width, out_height))[:, :, None].astype(np.float32) / 255
    out = (scene * (1 - cover) + layer * cover).astype(np.uint8)
    box_corners = np.float32([[[fx + border, fy + border]], [[fx + border + w, fy + border + h]]])
    (x0, y0), (x1, y1) = cv2.perspectiveTransform(box_corners, m)[:, 0]
    whole = m @ np.array([[1, 0, border - left], [0, 1, border - top], [0, 0, 1.0]])
    return out, np.array([x0, y0, max(8, x1 - x0), max(8, y1 - y0)]), kind, whole


def through(whole, points):
    """Where the map puts n×2 points."""
    return cv2.perspectiveTransform(points.reshape(-1, 1, 2).astype(np.float64), whole)[:, 0].astype(np.float32)
