"""Building blocks of the small networks, and their export."""
import hashlib
import os
import random
import time

import numpy as np
import torch
from torch import nn


def begin(seed):
    """Fixes every source of chance and takes one thread."""
    torch.set_num_threads(1)
    random.seed(seed)
    np.random.seed(seed)
    torch.manual_seed(seed)
    return np.random.default_rng(seed)


class ConvBn(nn.Sequential):
    def __init__(self, fan_in, fan_out, kernel, stride=1, groups=1, act=True):
        layers = [nn.Conv2d(fan_in, fan_out, kernel, stride, (kernel - 1) // 2, groups=groups, bias=False), nn.BatchNorm2d(fan_out)]
        super().__init__(*layers, *([nn.ReLU(inplace=True)] if act else []))


class Inverted(nn.Module):
    """Widen, look around in each channel, narrow; added to its input where the sizes allow."""

    def __init__(self, fan_in, fan_out, widen=2, stride=1, kernel=3):
        super().__init__()
        middle = fan_in * widen
        self.body = nn.Sequential(
            ConvBn(fan_in, middle, 1), ConvBn(middle, middle, kernel, stride, groups=middle), ConvBn(middle, fan_out, 1, act=False))
        self.adds = stride == 1 and fan_in == fan_out

    def forward(self, x):
        return x + self.body(x) if self.adds else self.body(x)


class Residual(nn.Module):
    """Two plain convolutions beside the way straight through: the most work for the time on a processor."""

    def __init__(self, width):
        super().__init__()
        self.body = nn.Sequential(ConvBn(width, width, 3), ConvBn(width, width, 3, act=False))

    def forward(self, x):
        return torch.relu(x + self.body(x))


class Separable(nn.Sequential):
    def __init__(self, fan_in, fan_out, stride=1, kernel=3):
        super().__init__(ConvBn(fan_in, fan_in, kernel, stride, groups=fan_in, act=False), ConvBn(fan_in, fan_out, 1))


class Schedule:
    """AdamW with a short rise and a cosine fall of its rate over a fixed number of steps; tells how it goes."""

    def __init__(self, model, rate, steps, decay=1e-3):
        self.optimizer = torch.optim.AdamW(model.parameters(), lr=rate, weight_decay=decay)
        self.rate, self.steps, self.step, self.mean, self.began = rate, steps, 0, None, time.process_time()
        self.model = model

    def apply(self, loss, say=50):
        rise = max(1, self.steps // 20)
        share = self.step / self.steps
        rate = self.rate * min((self.step + 1) / rise, 0.5 + 0.5 * np.cos(np.pi * share) + 1e-3)
        for group in self.optimizer.param_groups:
            group["lr"] = rate
        self.optimizer.zero_grad()
        loss.backward()
        nn.utils.clip_grad_norm_(self.model.parameters(), 5.0)
        self.optimizer.step()
        self.step += 1
        value = float(loss.detach())
        self.mean = value if self.mean is None else 0.98 * self.mean + 0.02 * value
        if self.step % say == 0 or self.step == self.steps:
            print(f"step {self.step}/{self.steps} loss {self.mean:.4f} cpu {time.process_time() - self.began:.0f} s", flush=True)


def images(batch):
    """uint8 N×H×W×3 to float N×3×H×W in the order that convolutions here are fast in; values stay 0–255."""
    return torch.from_numpy(np.ascontiguousarray(batch)).permute(0, 3, 1, 2).float()


def halve(model, least=256):
    """Stores larger weights as float16, widened by a Cast that the runtime does once, at load: half the bytes, the same network."""
    from onnx import TensorProto, helper, numpy_helper
    graph = model.graph
    casts = []
    for i, weight in enumerate(graph.initializer):
        if weight.data_type != TensorProto.FLOAT or np.prod(weight.dims) < least:
            continue
        small = numpy_helper.from_array(numpy_helper.to_array(weight).astype(np.float16), weight.name + "_half")
        casts.append(helper.make_node("Cast", [small.name], [weight.name], to=TensorProto.FLOAT))
        graph.initializer[i].CopyFrom(small)
    nodes = list(graph.node)
    del graph.node[:]
    graph.node.extend(casts + nodes)


def export(model, example, path, inputs, outputs, axes=None, opset=12):
    """Writes an ONNX file with batch norms folded; says its size and SHA-256."""
    model.eval()
    os.makedirs(os.path.dirname(path) or ".", exist_ok=True)
    torch.onnx.export(model, example, path, input_names=inputs, output_names=outputs, opset_version=opset,
                      do_constant_folding=True, dynamic_axes=axes)
    import onnx
    graph = onnx.load(path)
    onnx.checker.check_model(graph)
    halve(graph)
    onnx.checker.check_model(graph)
    graph.doc_string, graph.producer_name, graph.producer_version = "", "FaceAuth", ""
    for node in graph.graph.node:
        node.doc_string = ""
    onnx.save(graph, path)
    data = open(path, "rb").read()
    print(f"{path}: {len(data)} bytes, sha256 {hashlib.sha256(data).hexdigest()}, {len(graph.graph.node)} nodes", flush=True)
