namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Opens sides of inputs and outputs that a file fixes although the network does not.</summary>
/// <remarks>
/// The batch, for files exported for one item, and rows of outputs that were written down for one input size. ONNX Runtime would refuse
/// buffers of others.
/// </remarks>
internal static class OpenSides
{
    /// <summary>Opens what needs to be.</summary>
    /// <param name="file">Changed in place.</param>
    /// <param name="batch">Whether several items shall run at once.</param>
    /// <returns>Whether anything was opened.</returns>
    public static bool Apply(OnnxFile file, bool batch)
    {
        var opened = batch && OpenBatch(file);
        // Where the input has open sides, the outputs' may depend on them; the last is what one row holds.
        if (file.Inputs.Any(input => input.Shape is { } shape && shape.Any(side => side.Name is not null)))
        {
            for (var i = 0; i < file.Outputs.Count; i++)
            {
                if (file.Outputs[i].Shape is not { } shape || shape.SkipLast(1).All(side => side.Name is not null)) continue;
                var open = shape.Select((side, at) => at < shape.Count - 1 ? new OnnxSide(0, side.Name ?? "") : side);
                file.Outputs[i] = file.Outputs[i] with { Shape = [.. open] };
                opened = true;
            }
        }

        // What the file says of values in between holds for the fixed sides only; ONNX Runtime infers it anew.
        if (opened) file.Values = [];
        return opened;
    }

    static bool OpenBatch(OnnxFile file)
    {
        if (!file.Inputs.All(input => input.Shape is [{ Name: null, Length: 1 }, ..])) return false;
        file.Inputs = file.Inputs.ConvertAll(input => input with { Shape = [new(0, "batch"), .. input.Shape!.Skip(1)] });
        OpenReshapes(file);
        return true;
    }

    /// <summary>A Reshape to [1, …] becomes one to [0, …], which keeps the first side.</summary>
    static void OpenReshapes(OnnxFile file)
    {
        var constants = file.ConstantsByName();
        foreach (var node in file.Nodes)
        {
            if (node.Constant is { } constant && node.Outputs.Count == 1) constants[node.Outputs[0]] = constant;
        }

        for (var i = 0; i < file.Nodes.Count; i++)
        {
            var node = file.Nodes[i];
            if (node.Operator != "Reshape" || node.Inputs.Count != 2 || node.Outputs.Count != 1 || node.HasAttributes) continue;
            if (!constants.TryGetValue(node.Inputs[1], out var shape) || shape.Integers() is not [1, _, ..] sides) continue;
            var name = node.Outputs[0] + "/shape";
            file.Constants.Add(OnnxTensor.Of(name, [sides.Length], [0, .. sides[1..]]));
            file.Nodes[i] = OnnxNode.Of("Reshape", node.Outputs[0], node.Inputs[0], name);
        }
    }
}
