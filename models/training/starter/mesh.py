"""The mesh: 478 points and presence, taught by the permissive pack's mesh, with lids drawn shut. mesh.py LABELS OUT [STEPS [EYE_STEPS [FROM.onnx|FROM.pt]]]"""
import os
import sys

import cv2
import numpy as np
import torch
import torch.nn.functional as F
from torch import nn

from covers import cover, textures_of
from labels import Labels, auc, jitter, read, recoloured, spoil
from lids import EYES, close_really, eye_patches, shut, shut_points
from meshnet import RATIO, SIDE, Exported, Mesh
from nets import Schedule, begin, export, images
from resume import go_on

CANVAS, GROWTH, BATCH, BASIS = 288, 1.5, 32, 72
PER_PIXEL = CANVAS / GROWTH / SIDE    # canvas pixels to one of the network's
LIPS = [13, 14, 61, 291]


def canvas_of(image, region):
    """The region, a little more around it, upright; and the map from the picture's points to it."""
    scale = region[2] * GROWTH / CANVAS
    if scale > 1.6:
        shrunk = cv2.resize(image, None, fx=1 / scale, fy=1 / scale, interpolation=cv2.INTER_AREA)
        f = shrunk.shape[1] / image.shape[1]
    else:
        shrunk, f = image, 1.0
    c, s = np.cos(region[3]) * scale, np.sin(region[3]) * scale
    turn = np.array([[c, -s], [s, c]])
    start = turn @ np.full(2, 0.5 - CANVAS / 2) + region[:2] - 0.5
    m = np.hstack([turn, start[:, None]])
    crop = cv2.warpAffine(shrunk, (m * f).astype(np.float32), (CANVAS, CANVAS), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    return crop[:, :, ::-1], turn, start, scale


def load(labels, most=None, covered=0.0, textures=None, seed=9):
    """Canvases and the points in them; a share of the faces with something drawn over them."""
    rng = np.random.default_rng(seed)
    crops, points = [], []
    for i, path in enumerate(labels.paths[:most]):
        image = read(path)
        if rng.random() < covered:
            image = cover(rng, image, labels.boxes()[i], labels.mesh[i, :, :2], textures)
        crop, turn, start, scale = canvas_of(image, labels.region[i])
        mesh = labels.mesh[i]
        flat = (mesh[:, :2] - start) @ np.linalg.inv(turn).T
        crops.append(np.ascontiguousarray(crop))
        points.append(np.hstack([flat, mesh[:, 2:] / scale]).astype(np.float32))
    return np.array(crops), np.array(points)


def mirror_index(points):
    """For each point the one on the other side, from faces that look straight: their middle is mirrored and laid over itself."""
    size = np.linalg.norm(points[:, 33] - points[:, 263], axis=1)
    middle = np.median(points[np.abs(points[:, 234, 2] - points[:, 454, 2]) < 0.12 * size], 0)
    mirrored = middle * np.array([-1, 1, 1])
    mirrored += middle.mean(0) - mirrored.mean(0)
    for _ in range(6):
        index = ((mirrored[:, None] - middle[None]) ** 2).sum(2).argmin(1)
        from_, to = mirrored - mirrored.mean(0), middle[index] - middle[index].mean(0)
        u, _, vt = np.linalg.svd(from_.T @ to)
        mirrored = from_ @ (u @ vt) + middle[index].mean(0)
    index = ((mirrored[:, None] - middle[None]) ** 2).sum(2).argmin(1)
    assert (index[index] == np.arange(478)).all() and index[33] == 263 and index[159] == 386 and index[61] == 291
    return index


def move(rng, crop, points, mirror, turn=4.5, grow=0.15, shift=8, flip=None):
    """One view of a canvas through the network's window."""
    m, flips = jitter(rng, SIDE, turn, grow, shift, flip)
    zoom = np.hstack([np.eye(2) * PER_PIXEL, np.full((2, 1), (CANVAS - 1) / 2 - PER_PIXEL * (SIDE - 1) / 2)])
    whole = zoom[:, :2] @ m
    whole[:, 2] += zoom[:, 2]
    out = cv2.warpAffine(crop, whole.astype(np.float32), (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    flat = (points[:, :2] - whole[:, 2]) @ np.linalg.inv(whole[:, :2]).T
    scale = np.sqrt(abs(np.linalg.det(whole[:, :2])))
    moved = np.hstack([flat, points[:, 2:] / scale]).astype(np.float32)
    return out, moved[mirror] if flips else moved


def ratios(points):
    """Both eyes' aspect ratios, N×478×3 to N×2."""
    result = []
    for eye in RATIO:
        p = [points[:, k, :2] for k in eye]
        def gap(a, b):
            return torch.linalg.vector_norm(a - b, dim=1) + 1e-4
        result.append((gap(p[1], p[5]) + gap(p[2], p[4])) / (2 * gap(p[0], p[3])))
    return torch.stack(result, 1)


def negatives(rng, pictures):
    image = pictures[rng.integers(len(pictures))]
    side = int(min(image.shape[:2]) * rng.uniform(0.3, 1.0))
    x, y = rng.integers(image.shape[1] - side + 1), rng.integers(image.shape[0] - side + 1)
    return cv2.resize(image[y:y + side, x:x + side], (SIDE, SIDE), interpolation=cv2.INTER_LINEAR)


def faceless(folder, part):
    """Pictures without a face that the teacher would confirm, and places beside faces."""
    found = []
    for name in ("backgrounds", "pets"):
        if not os.path.exists(os.path.join(folder, name + ".txt")):
            continue
        labels = Labels(folder, name, part, confirmed=False)
        for i, path in enumerate(labels.paths):
            if labels.presence[i] > 0.3:
                continue
            image = cv2.imread(path)[:, :, ::-1]
            scale = 256 / min(image.shape[:2])
            image = cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image
            if labels.found[i] > 0:  # what the detector takes for a face is what must be told from one
                x, y, w, h = labels.boxes()[i] * min(1, scale)
                side, cx, cy = max(w, h) * 1.5, x + w / 2, y + h / 2
                left, top, right, bottom = int(max(0, cx - side / 2)), int(max(0, cy - side / 2)), int(cx + side / 2), int(cy + side / 2)
                piece = image[top:bottom, left:right]
                if min(piece.shape[:2]) > 20:
                    found.append(np.ascontiguousarray(piece))
            found.append(np.ascontiguousarray(image))
    return found


def measure(model, crops, points, patches, without, seed=7):
    """Point error (share of the eyes' distance), open against shut (drawn, real patches), presence."""
    rng = np.random.default_rng(seed)
    model.eval()
    def predict(pictures):
        with torch.no_grad():
            out = [model(images(np.array(pictures[i:i + 64])) / 255) for i in range(0, len(pictures), 64)]
        return torch.cat([o[0] for o in out]).view(-1, 478, 3), torch.cat([o[1] for o in out]).flatten().numpy()
    open_views, open_points, drawn, pasted = [], [], [], []
    for crop, p in zip(crops, points):
        view, moved = _still(crop, p)
        open_views.append(view)
        open_points.append(moved)
        drawn.append(_still(*shut(crop, p, (0.92, 0.92)))[0])
        pasted.append(_still(*close_really(rng, crop, p, patches))[0])
    truth = torch.from_numpy(np.array(open_points))
    got, presence = predict(open_views)
    eyes = torch.linalg.vector_norm(truth[:, 33, :2] - truth[:, 263, :2], dim=1)
    error = (torch.linalg.vector_norm(got[..., :2] - truth[..., :2], dim=2).mean(1) / eyes)
    teacher_open = ratios(truth).mean(1).numpy()
    askew, askew_points = zip(*[move(rng, crop, p, np.arange(478), flip=False) for crop, p in zip(crops, points)])
    off = torch.from_numpy(np.array(askew_points))
    off = torch.linalg.vector_norm(predict(askew)[0][..., :2] - off[..., :2], dim=2).mean(1) / torch.linalg.vector_norm(off[:, 33, :2] - off[:, 263, :2], dim=1)
    opens, shuts, reals = (ratios(predict(v)[0]).mean(1).numpy() for v in (open_views, drawn, pasted))
    correlation = np.corrcoef(teacher_open, opens)[0, 1]
    absent = predict([negatives(rng, without) for _ in range(400)])[1] if without else np.array([0.0])
    model.train()
    return (f"error {float(error.median()):.4f} of the eyes' distance (worst tenth {float(error.quantile(0.9)):.4f}), askew {float(off.median()):.4f} ({float(off.quantile(0.9)):.4f}); eyes open {np.median(opens):.3f} "
            f"(teacher {np.median(teacher_open):.3f}, r {correlation:.2f}), drawn shut {np.median(shuts):.3f} AUC {auc(opens, shuts):.4f}, real shut "
            f"{np.median(reals):.3f} AUC {auc(opens, reals):.4f}; presence found {np.mean(presence > 0):.4f}, false {np.mean(absent > 0):.4f}")


def _still(crop, points):
    zoom = np.hstack([np.eye(2) * PER_PIXEL, np.full((2, 1), (CANVAS - 1) / 2 - PER_PIXEL * (SIDE - 1) / 2)]).astype(np.float32)
    view = cv2.warpAffine(crop, zoom, (SIDE, SIDE), flags=cv2.INTER_LINEAR | cv2.WARP_INVERSE_MAP, borderMode=cv2.BORDER_REPLICATE)
    return view, np.hstack([(points[:, :2] - zoom[:, 2]) / PER_PIXEL, points[:, 2:] / PER_PIXEL]).astype(np.float32)


def shapes(rng, crops, points, mirror, weight):
    """The shapes that faces are made of, and the mean one: the main components of points as the network will see them."""
    seen = []
    for k in rng.integers(len(crops), size=3000):
        moved = points[k]
        if rng.random() < 0.4:
            moved = shut_points(moved, rng.uniform(0, 1))
        seen.append(move(rng, crops[k], moved, mirror)[1].reshape(-1))
    seen = np.array(seen)
    mean = seen.mean(0)
    w3 = np.repeat(weight, 3)
    basis = np.linalg.svd((seen - mean) * w3, full_matrices=False)[2][:BASIS] / w3
    spread = ((seen - mean) * w3 @ (basis * w3).T).std(0)
    basis = (basis * spread[:, None]).astype(np.float32)      # so that each number varies about as much as the others
    left = (seen - mean) - ((seen - mean) * w3 @ (basis / spread[:, None] * w3).T / spread) @ basis
    print("the basis leaves", float(np.abs(left).mean()), "pixels", flush=True)
    return basis, mean.astype(np.float32)


def main():
    folder, out = sys.argv[1:3]
    steps, eye_steps = (int(sys.argv[3]) if len(sys.argv) > 3 else 450), (int(sys.argv[4]) if len(sys.argv) > 4 else 400)
    rng = begin(21)
    cv2.setNumThreads(1)
    textures = textures_of(folder, "train")
    parts = [load(Labels(folder, name, "train"), 2200, 0.15 if name in ("lfw", "nuaa", "replay") else 0.0, textures)
             for name in ("lfw", "nuaa", "replay", "masks", "sunglasses", "rendered") if os.path.exists(os.path.join(folder, name + ".txt"))]
    crops, points = np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])
    tests = load(Labels(folder, "lfw", "test"), 200)
    patches, test_patches = eye_patches("train"), eye_patches("test")
    without, test_without = faceless(folder, "train"), faceless(folder, "test")
    print(len(crops), "faces", len(without), "pictures without", flush=True)

    mirror = mirror_index(points)
    weight = np.ones(478, np.float32)
    for upper, lower in EYES:
        weight[upper + lower] = 5
    weight[LIPS] = 3
    resumes = len(sys.argv) > 5        # with the shapes that it was taught on
    basis, mean = (np.zeros((BASIS, 1434), np.float32), np.zeros(1434, np.float32)) if resumes else shapes(rng, crops, points, mirror, weight)
    model = Mesh(basis, mean).to(memory_format=torch.channels_last)
    for p in model.shape.parameters():
        p.requires_grad_(False)
    print(sum(p.numel() for p in model.parameters()), "weights")

    def pose(k):
        crop, p = crops[k], points[k]
        kind = rng.random()
        if kind < 0.20:
            crop, p = shut(crop, p, rng.uniform(0.82, 0.95, 2))
        elif kind < 0.34:
            crop, p = shut(crop, p, np.full(2, rng.uniform(0.1, 0.8)))
        elif kind < 0.42:
            crop, p = shut(crop, p, rng.uniform(0, 0.95, 2) * (rng.random(2) < 0.6))
        elif kind < 0.64:
            crop, p = close_really(rng, crop, p, patches)
        return crop, p

    def view(k, without_face):
        if without_face:
            return negatives(rng, without), np.zeros((478, 3), np.float32)
        return move(rng, *pose(k), mirror)

    if resumes:
        go_on(model, sys.argv[5], images(np.stack([view(k, False)[0] for k in rng.integers(len(crops), size=256)])) / 255)
    face = nn.ModuleList([model.trunk, model.code, model.presence])
    schedule = Schedule(face, 3e-3, steps)
    point_weight = torch.from_numpy(weight / weight.mean())
    for _ in range(steps):
        batch, target = zip(*[view(rng.integers(len(crops)), i < BATCH // 6) for i in range(BATCH)])
        halves = np.stack([recoloured(rng, spoil(rng, cv2.resize(v, (SIDE // 2, SIDE // 2), interpolation=cv2.INTER_AREA))) for v in batch])
        x = (images(halves) / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        got, presence = model.face(x)
        t = torch.from_numpy(np.stack(target))
        mask = (torch.arange(BATCH) >= BATCH // 6).float()
        error = F.smooth_l1_loss(got.view(-1, 478, 3), t, reduction="none", beta=1.0).mean(2)
        shape = ((error * point_weight).mean(1) * mask).sum() / mask.sum()
        schedule.apply(shape + F.binary_cross_entropy_with_logits(presence.flatten(), mask))
    # where the network itself looks for them
    schedule = Schedule(model.eyes, 3e-3, eye_steps)
    face.eval()
    for _ in range(eye_steps):
        batch, target = zip(*[view(rng.integers(len(crops)), False) for _ in range(BATCH)])
        x = (images(np.stack([recoloured(rng, spoil(rng, v) if rng.random() < 0.5 else v) for v in batch])) / 127.5 - 1).contiguous(memory_format=torch.channels_last)
        with torch.no_grad():
            got, _ = model.face(F.avg_pool2d(x, 2))
            patches_seen = torch.cat(model.patches(x, got.view(-1, 478, 3)))
        truth = ratios(torch.from_numpy(np.stack(target))).T.reshape(-1)
        schedule.apply(F.smooth_l1_loss(model.eyes(patches_seen), truth.clamp(max=0.5), beta=0.03) * 20)
    print("eyes: error", schedule.mean / 20 if eye_steps else "as before", flush=True)
    print(measure(model, *tests, test_patches, test_without), flush=True)
    torch.save(model.state_dict(), out + ".pt")
    export(Exported(model), torch.zeros(1, 3, SIDE, SIDE), out, ["input"], ["points", "presence", "probability"], opset=16)


if __name__ == "__main__":
    main()
