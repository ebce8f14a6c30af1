namespace FaceAuth.Pipeline.Models;

/// <summary>Replaces what ONNX Runtime runs slowly on processors. The answers stay the same but for rounding.</summary>
internal static class ModelRewrite
{
    const string Half = "float16";

    /// <summary>Looks for slow operations and replaces them. Never throws.</summary>
    /// <param name="bytes">The file's bytes, which stay as they are.</param>
    /// <param name="model">Its entry in the manifest.</param>
    /// <returns>
    /// The faster model and its entry, which differs where a float16 network became a float32 one; null where there is
    /// nothing to replace or the bytes are no model.
    /// </returns>
    public static (byte[] Bytes, ModelEntry Model)? Apply(ReadOnlyMemory<byte> bytes, ModelEntry model)
    {
        if (OnnxFile.Read(bytes) is not { } file) return null;
        var isWidened = model.Inputs.Any(input => input.Type == Half) && HalfRewrite.Apply(file);
        var replaced = PReluRewrite.Apply(file) + ChannelPadRewrite.Apply(file);
        if (replaced == 0 && !isWidened) return null;
        return (file.Write(), isWidened ? model with { Inputs = Widen(model.Inputs), Outputs = Widen(model.Outputs) } : model);
    }

    static List<TensorEntry> Widen(IReadOnlyList<TensorEntry> tensors) =>
        [.. tensors.Select(tensor => tensor.Type == Half ? tensor with { Type = "float32" } : tensor)];
}
