namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>Appends empty channels by a 1 × 1 convolution instead of Pad.</summary>
/// <remarks>
/// Pad takes the picture out of the blocked layout of ONNX Runtime's convolutions and with it the sums and activations of the whole stage
/// after it (the mesh has three such stages).
/// </remarks>
internal static class ChannelPadRewrite
{
    /// <summary>Beyond this the convolution would cost more than the layout.</summary>
    const long MostChannels = 256;

    /// <summary>Replaces every Pad that appends channels of 0 to a float32 picture of known channels and does nothing else.</summary>
    /// <returns>How many were replaced.</returns>
    public static int Apply(OnnxFile file)
    {
        var constants = file.ConstantsByName();
        var values = new Dictionary<string, OnnxValue>();
        foreach (var value in file.Values) values[value.Name] = value;
        var replaced = 0;
        for (var i = 0; i < file.Nodes.Count; i++)
        {
            var node = file.Nodes[i];
            if (Channels(node, constants, values) is not ({ } before, { } after)) continue;
            var weights = new float[after * before];
            for (var channel = 0; channel < before; channel++) weights[channel * before + channel] = 1;
            var name = node.Outputs[0] + "/keep";
            file.Constants.Add(OnnxTensor.Of(name, [after, before, 1, 1], weights));
            file.Nodes[i] = OnnxNode.Of("Conv", node.Outputs[0], node.Inputs[0], name);
            replaced++;
        }

        return replaced;
    }

    static (long Before, long After)? Channels(
        OnnxNode node, Dictionary<string, OnnxTensor> constants, Dictionary<string, OnnxValue> values)
    {
        // Two inputs and no attribute: padded with 0.
        if (node.Operator != "Pad" || node.Inputs.Count != 2 || node.Outputs.Count != 1 || node.HasAttributes) return null;
        if (!constants.TryGetValue(node.Inputs[1], out var pads)
            || pads.Integers() is not [0, 0, 0, 0, 0, > 0 and < MostChannels, 0, 0] sides)
            return null;
        if (!values.TryGetValue(node.Inputs[0], out var value) || value is not { Type: OnnxTensor.Float, Shape.Count: 4 }) return null;
        var channels = value.Shape[1];
        return channels.Name is null && channels.Length is > 0 and < MostChannels ? (channels.Length, channels.Length + sides[5]) : null;
    }
}
