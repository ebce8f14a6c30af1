"""Writes the starter models' entries into models/manifest.json: manifest.py MANIFEST STARTER_FOLDER THRESHOLDS.json"""
import hashlib
import json
import os
import re
import sys

LICENCE = {"name": "Apache-2.0", "nonCommercial": False, "statement": "FaceAuth, LICENSE; trained by models/training/starter"}
RAW = {"mean": [0, 0, 0], "deviation": [1, 1, 1]}
CELLS = [(kind, stride, size) for kind, size in (("cls", 1), ("obj", 1), ("bbox", 4), ("kps", 10)) for stride in (8, 16, 32)]


def tensor(name, *shape):
    return {"name": name, "type": "float32", "shape": list(shape)}


def entry(key, file, task, architecture, shape, outputs, colour, side, crop, scale, preprocessing=RAW, **more):
    return key, file, {
        "task": task, "architecture": architecture,
        "source": {"url": None, "repository": "FaceAuth", "commit": "", "path": "models/starter/" + file, "note": "Comes with the program."},
        "licence": LICENCE, "inputs": [tensor("input", *shape)], "outputs": outputs,
        "preprocessing": {"colour": colour, "layout": "NCHW", "width": side[0], "height": side[1], **preprocessing, "crop": crop, "cropScale": scale}, **more}


MODELS = [
    entry("starter_detector_1", "starter_detector.onnx", "detector", "yunet", (1, 3, -1, -1),
          [tensor(f"{k}_{s}", 1, -1, n) for k, s, n in CELLS], "BGR", (320, 320), "letterbox", [1, 1]),
    entry("starter_mesh_1", "starter_mesh.onnx", "mesh", "mediapipe478", (1, 3, 192, 192),
          [tensor("points", 1, 1, 1, 1434), tensor("presence", 1, 1, 1, 1), tensor("probability", 1, 1)], "RGB", (192, 192), "turnedSquare", [1.5, 1.5],
          {"mean": [0, 0, 0], "deviation": [255, 255, 255]}),
    entry("starter_pose_1", "starter_pose.onnx", "pose", "seeta_pose", (1, 3, 96, 96), [tensor("angles", 1, 3, 1, 1)], "RGB", (96, 96), "square", [1.3, 1.3]),
    entry("starter_quality_1", "starter_quality.onnx", "quality", "seeta_lbn", (1, 3, 96, 96),
          [tensor("light", 1, 1, 1, 1), tensor("sharpness", 1, 1, 1, 1), tensor("noise", 1, 1, 1, 1)], "RGB", (96, 96), "square", [1.3, 1.3]),
    entry("starter_obstacle_1", "starter_obstacle.onnx", "obstacle", "seeta_pts5", (1, 3, 96, 96), [tensor("points", 1, 20)], "RGB", (96, 96), "square", [1.3, 1.3]),
    entry("starter_mask_1", "starter_mask.onnx", "mask", "seeta_mask", (1, 3, 96, 96), [tensor("mask", 1, 2, 1, 1)], "RGB", (96, 96), "square", [1.3, 1.3]),
    entry("starter_antispoof_narrow_1", "starter_antispoof.onnx", "antiSpoof", "minifasnet", (1, 3, 80, 80), [tensor("logits", 1, 3)], "RGB", (80, 80), "shiftedBox", [2.7, 2.7]),
    entry("starter_antispoof_wide_1", "starter_antispoof.onnx", "antiSpoof", "minifasnet", (1, 3, 80, 80), [tensor("logits", 1, 3)], "RGB", (80, 80), "shiftedBox", [4.0, 4.0]),
    entry("starter_embedder_1", "starter_embedder.onnx", "embedder", "arcface", (-1, 3, 112, 112), [tensor("output", -1, 128)], "RGB", (112, 112), "arcface", [1, 1],
          {"mean": [127.5, 127.5, 127.5], "deviation": [127.5, 127.5, 127.5]}, embeddingLength=128),
]


def digest(path):
    data = open(path, "rb").read()
    return {"sha256": hashlib.sha256(data).hexdigest(), "bytes": len(data)}


def text(value, indent):
    """As the manifest is laid out by hand: what fits stays on one line."""
    line = json.dumps(value, ensure_ascii=False)
    if not isinstance(value, (dict, list)) or (len(line) + indent < 118 and not any(isinstance(v, dict) for v in (value.values() if isinstance(value, dict) else value))):
        return line.replace("{", "{ ").replace("}", " }") if isinstance(value, dict) else line
    pad, end = " " * (indent + 2), " " * indent
    if isinstance(value, dict):
        return "{\n" + ",\n".join(f"{pad}{json.dumps(k)}: {text(v, indent + 2)}" for k, v in value.items()) + f"\n{end}}}"
    return "[\n" + ",\n".join(pad + text(v, indent + 2) for v in value) + f"\n{end}]"


def main():
    path, folder, thresholds = sys.argv[1], sys.argv[2], json.load(open(sys.argv[3]))
    manifest = open(path, encoding="utf-8").read()
    manifest = re.sub(r',\n    \{\n      "name": "starter".*?\n    \}(?=\n  \])', "", manifest, flags=re.S)
    manifest = re.sub(r',\n    \{\n      "id": "starter_[a-z_]+_\d+".*?\n    \}(?=,?\n)', "", manifest, flags=re.S)
    ids = [key for key, _, _ in MODELS]
    roles = ["detector", "mesh", "pose", "quality", "obstacle", "mask", "antiSpoofNarrow", "antiSpoofWide", "embedder"]
    fusion = os.path.join(os.path.dirname(path), "starter_pad_fusion.json")
    pack = {
        "name": "starter",
        "description": "The project's own small models, which come with the program: for trying it out, not for deciding about people.",
        "licence": "Apache-2.0, as the program.", "nonCommercial": False,
        "members": {role: [key] for role, key in zip(roles, ids)},
        "padFusion": {"file": "starter_pad_fusion.json", **digest(fusion)}}
    blocks = []
    for key, file, body in MODELS:
        block = {"id": key, "file": file, **digest(os.path.join(folder, file)), **body}
        if key in thresholds:
            block["thresholds"] = thresholds[key]
        blocks.append(text(block, 4))
    packs_end = manifest.index("\n  ],\n  \"models\": [")
    manifest = manifest[:packs_end] + ",\n    " + text(pack, 4) + manifest[packs_end:]
    models_end = manifest.rindex("\n  ]\n}")
    manifest = manifest[:models_end] + "".join(",\n    " + b for b in blocks) + manifest[models_end:]
    json.loads(manifest)
    open(path, "w", encoding="utf-8").write(manifest)


if __name__ == "__main__":
    main()
