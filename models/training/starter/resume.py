"""
Goes on from a network as it is shipped: its ONNX file, whose batch norms are folded into the convolutions, is put back into the module
that made it, without changing what it computes, and with batch norms that can learn again.
"""
import numpy as np
import torch
from torch import nn


def weights_of(path):
    """A file's convolutions in the order in which they run, as (weight, bias), and everything that kept its name in the module."""
    import onnx
    from onnx import numpy_helper
    graph = onnx.load(path).graph
    stored = {i.name: numpy_helper.to_array(i).astype(np.float32) for i in graph.initializer}
    convolutions, seen = [], set()
    for node in graph.node:
        if node.op_type in ("Cast", "Identity") and node.input[0] in stored:
            stored[node.output[0]] = stored[node.input[0]]
        elif node.op_type == "Conv" and id(stored[node.input[1]]) not in seen:      # one that runs twice is one
            seen.add(id(stored[node.input[1]]))
            convolutions.append((stored[node.input[1]], stored[node.input[2]] if len(node.input) > 2 else None))
    return convolutions, {name.removeprefix("net."): value for name, value in stored.items() if not name.endswith("_half")}


def resume(model, path, example, new=()):
    """
    Loads PATH into MODEL. EXAMPLE is a batch of real inputs, as training gives them: each batch norm takes its mean and deviation from what
    it makes of them, and scale and shift that undo both. Modules in NEW are not in the file: they are left as they are, and have to change nothing.
    """
    convolutions, named = weights_of(path)
    state = model.state_dict()
    state.update({k: torch.from_numpy(v.copy()) for k, v in named.items() if k in state and tuple(state[k].shape) == v.shape})
    model.load_state_dict(state)
    model.eval()
    left_out = {id(m) for whole in new for m in whole.modules()}
    order, norms = _order(model, example)
    order = [m for m in order if id(m) not in left_out]
    if len(order) != len(convolutions):
        raise ValueError(f"{path} has {len(convolutions)} convolutions, the module {len(order)}.")
    pairs = []
    with torch.no_grad():
        for module, (weight, bias) in zip(order, convolutions):
            module.weight.copy_(torch.from_numpy(weight.copy()))
            norm = norms.get(module)
            if norm is None:
                if bias is not None:
                    module.bias.copy_(torch.from_numpy(bias.copy()))
                continue
            norm.running_mean.zero_()
            norm.running_var.fill_(1 - norm.eps)
            norm.weight.fill_(1)
            norm.bias.copy_(torch.from_numpy(bias.copy()))
            pairs.append((module, norm))
        before = model(example)
        _settle(model, pairs, example)
        after = model(example)
    first, second = (o[0] if isinstance(o, (tuple, list)) else o for o in (before, after))
    print(f"{path}: {len(order)} convolutions resumed, off by {float((first - second).abs().max() / first.abs().max()):.1e}", flush=True)
    model.train()
    return model


def go_on(model, path, example):
    """From an ONNX file as it is shipped, or from a module's state as a training script leaves it."""
    if path.endswith(".onnx"):
        return resume(model, path, example)
    model.load_state_dict(torch.load(path))
    return model


def _order(model, example):
    """The convolutions as they run, and the batch norm that takes what each gives."""
    order, norms, last, handles = [], {}, [None], []

    def on_convolution(module, _, __):
        if module not in order:
            order.append(module)
        last[0] = module

    def on_norm(module, _, __):
        norms[last[0]] = module

    for module in model.modules():
        if isinstance(module, nn.Conv2d):
            handles.append(module.register_forward_hook(on_convolution))
        elif isinstance(module, nn.BatchNorm2d):
            handles.append(module.register_forward_hook(on_norm))
    with torch.no_grad():
        model(example)
    for handle in handles:
        handle.remove()
    return order, norms


def _settle(model, pairs, example):
    found, handles = {}, []
    for module, _ in pairs:
        handles.append(module.register_forward_hook(lambda m, _, out: found.update({m: (out.mean((0, 2, 3)), out.var((0, 2, 3), unbiased=False))})))
    model(example)
    for handle in handles:
        handle.remove()
    for module, norm in pairs:
        mean, variance = found[module]
        norm.running_mean.copy_(mean)
        norm.running_var.copy_(variance)
        norm.weight.copy_(torch.sqrt(variance + norm.eps))
        norm.bias.add_(mean)
