"""Makes a recogniser's cohort of faces that do not exist from what people of several groups have in common.

Each group's mean and one spread that all share are fitted to its pictures' embeddings; vectors are drawn from these. See README.md.
"""
import argparse
import base64
import collections
import hashlib
import json

import numpy


def read(journal, labels):
    groups = dict(line.rstrip("\n").rsplit(",", 1) for line in open(labels, encoding="utf-8") if line.strip())
    by_group = collections.defaultdict(list)
    with open(journal, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            entry = json.loads(line)
            group = groups.get(entry["item"].rsplit("/", 1)[0])
            embedding = entry["result"].get("embedding")
            if group and embedding:
                by_group[group].append(numpy.frombuffer(base64.b64decode(embedding), numpy.float32).astype(numpy.float64))
    return {group: numpy.stack(rows) for group, rows in sorted(by_group.items())}


def unit(rows):
    return rows / numpy.linalg.norm(rows, axis=1, keepdims=True)


def draw(groups, each, seed):
    inner = numpy.concatenate([rows - rows.mean(0) for rows in groups.values()])
    spread = inner.T @ inner / (len(inner) - len(groups))
    values, axes = numpy.linalg.eigh(spread)
    scale = axes * numpy.sqrt(numpy.clip(values, 0, None))
    chance = numpy.random.default_rng(seed)
    return unit(numpy.concatenate(
        [rows.mean(0) + chance.standard_normal((each, rows.shape[1])) @ scale.T for rows in groups.values()]))


def nearest(rows, cohort, count=20):
    return numpy.sort(rows @ cohort.T, axis=1)[:, -count:].mean(1)


def main():
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    options.add_argument("journal", help="of eval verify --resume, pictures of labelled people")
    options.add_argument("labels", help="lines of folder,group; other folders are left out")
    options.add_argument("usual", help="a second journal: what is usual there lowers nothing")
    options.add_argument("--each", type=int, default=100, help="faces a group")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--from", dest="source", required=True, help="what the pictures are")
    options.add_argument("--out", required=True)
    chosen = options.parse_args()

    groups = read(chosen.journal, chosen.labels)
    cohort = draw(groups, chosen.each, chosen.seed)
    packed = numpy.round(cohort * (127 / numpy.abs(cohort).max())).astype(numpy.int8)
    faces = unit(packed.astype(numpy.float64))
    people = []
    with open(chosen.usual, encoding="utf-8") as lines:
        next(lines)
        for line in lines:
            if embedding := json.loads(line)["result"].get("embedding"):
                people.append(numpy.frombuffer(base64.b64decode(embedding), numpy.float32))
    usual = float(numpy.quantile(nearest(numpy.stack(people), faces), 0.1))
    said = f"{chosen.each} of each of {len(groups)} groups, drawn from normal distributions around the groups' means with one spread: "
    text = json.dumps({
        "length": faces.shape[1], "usual": round(usual, 4), "from": said + chosen.source,
        "faces": base64.b64encode(packed.tobytes()).decode(),
    }, indent=1).encode() + b"\n"
    open(chosen.out, "wb").write(text)
    print({group: len(rows) for group, rows in groups.items()})
    print(json.dumps({"sha256": hashlib.sha256(text).hexdigest(), "bytes": len(text), "usual": usual}))


main()
