"""Asks a pack, through the production code, what it sees: label.py OUT SET... writes OUT/SET.npy and OUT/SET.txt.

FACEAUTH_PACK names the pack, by default permissive; with FACEAUTH_PART=test only what is kept out of training is looked at.
"""
import os
import subprocess
import sys

import cv2
import numpy as np

from sets import files, held_out, person_of

LABELS = os.environ.get("FACEAUTH_LABELS", "FaceAuth.Labels/bin/Release/net10.0/FaceAuth.Labels")
ROW = 49 + 8 * 15 + 3 * 478 + 128


def to_stream(image):
    """A BGR picture of even sides as the labeller reads it."""
    image = image[: image.shape[0] // 2 * 2, : image.shape[1] // 2 * 2]
    yuv = cv2.cvtColor(np.ascontiguousarray(image), cv2.COLOR_BGR2YUV_I420)
    return np.array([image.shape[1], image.shape[0]], "<i4").tobytes() + yuv.tobytes()


def load(path, longest=640):
    image = cv2.imread(path)
    if image is None or min(image.shape[:2]) < 16:
        return None
    scale = longest / max(image.shape[:2])
    return cv2.resize(image, None, fx=scale, fy=scale, interpolation=cv2.INTER_AREA) if scale < 1 else image


def ask(mode, pictures, width, out):
    """Streams pictures through the labeller; returns float32 rows."""
    with open(out, "wb") as target, subprocess.Popen([LABELS, mode, os.environ.get("FACEAUTH_PACK", "permissive")], stdin=subprocess.PIPE, stdout=target) as process:
        for picture in pictures:
            process.stdin.write(to_stream(picture))
        process.stdin.close()
        if process.wait() != 0:
            raise SystemExit("the labeller failed")
    return np.fromfile(out, "<f4").reshape(-1, width)


def main():
    out = sys.argv[1]
    os.makedirs(out, exist_ok=True)
    for name in sys.argv[2:]:
        kept = []

        def pictures():
            for path in files(name):
                if os.environ.get("FACEAUTH_PART") == "test" and not held_out(person_of(name, path)):
                    continue
                image = load(path)
                if image is None:
                    continue
                kept.append(path)
                yield image

        rows = ask("faces", pictures(), ROW, os.path.join(out, name + ".raw"))
        np.save(os.path.join(out, name + ".npy"), rows)
        os.remove(os.path.join(out, name + ".raw"))
        with open(os.path.join(out, name + ".txt"), "w") as target:
            target.write("\n".join(kept))
        print(name, len(rows), "pictures,", int((rows[:, 0] > 0).sum()), "with a face", flush=True)


if __name__ == "__main__":
    main()
