using System.Runtime.Intrinsics;

namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>
/// Appends channels of zeroes to pictures between convolutions until their number fits ONNX Runtime's blocked layout, which takes whole
/// blocks only.
/// </summary>
/// <remarks>
/// MiniFASNet's pruned layers have 13, 26, 103 or 231 channels. Whatever stands in the added channels, the next convolution's added weights
/// are 0, so the answers stay the same.
/// </remarks>
internal static class ChannelRounding
{
    /// <summary>Operations that treat every channel alike and keep their number.</summary>
    static readonly string[] Channelwise = ["PRelu", "Relu", "Sigmoid", "Add", "Mul", "GlobalAveragePool", "MaxPool", "AveragePool"];

    /// <summary>Rounds the channels of every group of pictures that lies wholly between convolutions with constant weights.</summary>
    /// <param name="file">The network.</param>
    /// <param name="block">Channels of a block; null for this processor's: 8, with 512-bit vectors 16.</param>
    /// <returns>How many convolutions were changed.</returns>
    public static int Apply(OnnxFile file, int? block = null)
    {
        var groups = new ChannelGroups(block ?? (Vector512.IsHardwareAccelerated ? 16 : 8));
        var constants = file.ConstantsByName();
        foreach (var node in file.Nodes) Join(node, constants, groups);
        foreach (var tensor in file.Inputs.Concat(file.Outputs)) groups.Close(tensor.Name);

        var changed = 0;
        for (var i = 0; i < file.Nodes.Count; i++)
        {
            var node = file.Nodes[i];
            if (Conv.Of(node, constants) is { } conv && Round(conv, groups, file) is { } rounded)
            {
                file.Nodes[i] = rounded;
                changed++;
            }
            else if (Slopes(node, constants) is { } slopes && slopes.Shape[^3] > 1 && groups.Rounded(node.Inputs[0]) is { } count)
            {
                var name = Widen(file, slopes, node.Outputs[0] + "/slopes", [.. slopes.Shape.Select(side => side > 1 ? count : side)]);
                file.Nodes[i] = node.WithInputs([node.Inputs[0], name]);
            }
        }

        return changed;
    }

    static void Join(OnnxNode node, Dictionary<string, OnnxTensor> constants, ChannelGroups groups)
    {
        if (Conv.Of(node, constants) is { } conv)
        {
            groups.SetCount(node.Inputs[0], conv.Group == 1 ? conv.Weights.Shape[1] : conv.Group);
            groups.SetCount(node.Outputs[0], conv.Weights.Shape[0]);
            if (conv.Group > 1) groups.Join(node.Inputs[0], node.Outputs[0]);
            return;
        }

        var slopes = Slopes(node, constants);
        if (slopes is not null && slopes.Shape[^3] > 1) groups.SetCount(node.Inputs[0], slopes.Shape[^3]);
        var variable = node.Inputs.Where(input => !constants.ContainsKey(input)).ToList();
        var isChannelwise = variable.Count > 0 && node.Outputs.Count == 1 && (slopes is not null || variable.Count == node.Inputs.Count)
            && Channelwise.Contains(node.Operator);
        foreach (var tensor in variable.Concat(node.Outputs))
        {
            if (isChannelwise) groups.Join(variable[0], tensor);
            else groups.Close(tensor);
        }
    }

    /// <summary>A PRelu's slopes, one for each channel of a picture with height and width or one for all; null for others.</summary>
    static OnnxTensor? Slopes(OnnxNode node, Dictionary<string, OnnxTensor> constants) =>
        node.Operator == "PRelu" && node.Inputs.Count == 2 && node.Outputs.Count == 1
        && constants.TryGetValue(node.Inputs[1], out var slopes)
        && slopes is { Type: OnnxTensor.Float, Shape: [_, 1, 1] or [1, _, 1, 1] } && slopes.Floats() is not null
            ? slopes
            : null;

    static OnnxNode? Round(Conv conv, ChannelGroups groups, OnnxFile file)
    {
        var (before, after) = (groups.Rounded(conv.Node.Inputs[0]), groups.Rounded(conv.Node.Outputs[0]));
        if (before is null && after is null) return null;
        var shape = conv.Weights.Shape;
        var name = conv.Node.Outputs[0];
        List<string> inputs =
        [
            conv.Node.Inputs[0],
            Widen(file, conv.Weights, name + "/weights", [after ?? shape[0], conv.Group == 1 ? before ?? shape[1] : 1, .. shape.Skip(2)]),
        ];
        if (conv.Bias is { } bias) inputs.Add(Widen(file, bias, name + "/bias", [after ?? shape[0]]));
        var node = conv.Node.WithInputs(inputs);
        return conv.Group == 1 ? node : node.WithNumber("group", after ?? conv.Group);
    }

    /// <summary>Adds a copy of a constant with its sides grown, zeroes in what is new.</summary>
    static string Widen(OnnxFile file, OnnxTensor tensor, string name, IReadOnlyList<long> shape)
    {
        var old = tensor.Floats()!;
        var values = new float[shape.Aggregate(1L, (product, side) => product * side)];
        for (var from = 0; from < old.Length; from++)
        {
            var (rest, to, step) = ((long)from, 0L, 1L);
            for (var side = shape.Count - 1; side >= 0; side--)
            {
                to += rest % tensor.Shape[side] * step;
                rest /= tensor.Shape[side];
                step *= shape[side];
            }

            values[to] = old[from];
        }

        file.Constants.Add(OnnxTensor.Of(name, shape, values));
        return name;
    }

    /// <summary>A convolution of pictures whose weights are constant and that mixes all channels or none.</summary>
    sealed record Conv(OnnxNode Node, OnnxTensor Weights, OnnxTensor? Bias, long Group)
    {
        public static Conv? Of(OnnxNode node, Dictionary<string, OnnxTensor> constants)
        {
            if (node.Operator != "Conv" || node.Inputs.Count is not (2 or 3) || node.Outputs.Count != 1) return null;
            if (!constants.TryGetValue(node.Inputs[1], out var weights) || weights.Shape.Count != 4 || weights.Floats() is null)
                return null;
            OnnxTensor? bias = null;
            if (node.Inputs.Count == 3 && (!constants.TryGetValue(node.Inputs[2], out bias) || bias.Floats()?.Length != weights.Shape[0]))
                return null;
            var group = node.Number("group") ?? 1;
            return group == 1 || (group == weights.Shape[0] && weights.Shape[1] == 1) ? new(node, weights, bias, group) : null;
        }
    }
}
