"""The pictures that are trained and measured on, and which of them are kept out of training."""
import functools
import glob
import hashlib
import json
import os

SETS = os.environ.get("FACEAUTH_SETS", "sets")


RENDERED = os.environ.get("FACEAUTH_RENDERED", "rendered")    # FaceAuth.People stills --out


def held_out(name, share=0.2, since=0.0):
    """Whether a person (or a file, where nobody is named) is kept out of all training: by SHA-256 of the name, so for good."""
    return since <= int(hashlib.sha256(name.encode()).hexdigest()[:8], 16) / 2**32 < share


def is_in(part, name):
    """Part "train"; "test", kept out of it, which is "tune", for thresholds, and "report", for figures; or "all"."""
    if part == "train":
        return not held_out(name)
    return part == "all" or held_out(name, *{"test": (0.2, 0.0), "tune": (0.1, 0.0), "report": (0.2, 0.1)}[part])


def person_of(set_name, path):
    """Who is in a picture, as far as its set says; else the file itself."""
    parts = os.path.relpath(path, SETS).split(os.sep)
    if set_name == "lfw":
        return parts[-2]
    if set_name == "replay":
        return next(p for p in parts[-2].split("_") if p.startswith("client") and p[6:].isdigit())
    if set_name == "nuaa":
        return parts[-2]
    if set_name == "rendered":
        return _rendered()[os.path.basename(path)]["identity"]
    if set_name == "cew":  # one photo gives two patches, and its own split tears them apart
        return os.path.basename(path).rsplit("_", 1)[0].split(".jpg")[0]
    return os.path.basename(path) if set_name not in ("masks", "sunglasses") else "/".join(parts[-2:])


def files(set_name):
    """The paths of a set, in a fixed order; of films only some pictures."""
    def found(pattern):
        return sorted(glob.glob(os.path.join(SETS, pattern)))
    if set_name == "lfw":
        return found("lfw/images_deepfunneled/*/*.jpg")
    if set_name == "masks":
        return found("masks/RWMFD_part_1/*/*")
    if set_name == "sunglasses":
        return found("sunglasses/selfies-sunglasses/*/*")
    if set_name == "replay":
        clips = found("replay/frames/replay_attack/*/*")
        return [f for clip in clips for f in _few(sorted(glob.glob(clip + "/*.jpg")), 2)]
    if set_name == "nuaa":
        return [f for folder in found("nuaa/db/*Raw/*") for f in _few(sorted(glob.glob(folder + "/*.jpg")), 60)]
    if set_name == "rendered":
        return sorted(os.path.join(RENDERED, name) for name in _rendered())
    if set_name == "backgrounds":
        return found("backgrounds/data/negatives/*")
    if set_name == "pets":
        return found("pets/dataset/training_set/*/*")
    if set_name == "eyes":
        return found("eyes/data/*/*/*")
    if set_name == "cew":
        return found("cew/data_splits/*/*/*")
    raise ValueError(set_name)


def kind_of_rendered(path):
    """What the renderer was asked for: live, glasses, mask, print, replay …"""
    return _rendered()[os.path.basename(path)]["kind"]


@functools.cache
def _rendered():
    with open(os.path.join(RENDERED, "labels.jsonl"), encoding="utf-8") as lines:
        return {row["file"]: {**row, "identity": f"rendered {row['identity']}"} for row in map(json.loads, lines)}


def _few(paths, count):
    return paths if len(paths) <= count else [paths[i * len(paths) // count] for i in range(count)]
