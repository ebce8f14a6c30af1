namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Writes PRelu(x) = max(x, 0) + s·min(x, 0) with operations that ONNX Runtime runs fast on processors.</summary>
/// <remarks>
/// Its own PRelu is not vectorised, and it takes the picture out of the blocked layout that the convolutions before and after it use.
/// Multiplications by a constant and Relu stay in that layout (as depthwise convolutions), and the last sum is fused with one. Where no
/// slope s exceeds 1: s·x + Relu((1 − s)·x); else s·x + (1 − s)·Relu(x). Measured in bench/docs/measured.md.
/// </remarks>
internal static class PReluRewrite
{
    /// <summary>Since this version constants broadcast in Mul and Add.</summary>
    const long FirstOperatorSet = 7;

    /// <summary>Replaces every PRelu whose slope is a float32 constant, one for all or one a channel.</summary>
    /// <returns>How many were replaced.</returns>
    public static int Apply(OnnxFile file)
    {
        if (file.OperatorSet < FirstOperatorSet) return 0;
        var constants = file.ConstantsByName();
        var nodes = new List<OnnxNode>(file.Nodes.Count);
        var replaced = 0;
        foreach (var node in file.Nodes)
        {
            if (Slopes(node, constants) is not { } slopes)
            {
                nodes.Add(node);
                continue;
            }

            Replace(node, slopes, constants[node.Inputs[1]].Shape, file.Constants, nodes);
            replaced++;
        }

        file.Nodes = nodes;
        return replaced;
    }

    static float[]? Slopes(OnnxNode node, Dictionary<string, OnnxTensor> constants)
    {
        if (node.Operator != "PRelu" || node.Inputs.Count != 2 || node.Outputs.Count != 1) return null;
        if (!constants.TryGetValue(node.Inputs[1], out var slope) || slope.Type != OnnxTensor.Float) return null;
        if (slope.Shape.Count(side => side != 1) > 1 || slope.Floats() is not { Length: > 0 } slopes) return null;
        return slopes.All(float.IsFinite) ? slopes : null;
    }

    static void Replace(OnnxNode node, float[] slopes, IReadOnlyList<long> shape, List<OnnxTensor> constants, List<OnnxNode> nodes)
    {
        var (x, y) = (node.Inputs[0], node.Outputs[0]);
        var (below, above) = (y + "/below", y + "/above");   // the line for all x, and what is added above 0
        constants.Add(OnnxTensor.Of(y + "/slope", shape, slopes));
        constants.Add(OnnxTensor.Of(y + "/rest", shape, Array.ConvertAll(slopes, slope => 1 - slope)));
        nodes.Add(OnnxNode.Of("Mul", below, x, y + "/slope"));
        if (slopes.Max() <= 1)
        {
            nodes.Add(OnnxNode.Of("Mul", above + "/x", x, y + "/rest"));
            nodes.Add(OnnxNode.Of("Relu", above, above + "/x"));
        }
        else
        {
            nodes.Add(OnnxNode.Of("Relu", above + "/x", x));
            nodes.Add(OnnxNode.Of("Mul", above, above + "/x", y + "/rest"));
        }

        nodes.Add(OnnxNode.Of("Add", y, below, above));
    }
}
