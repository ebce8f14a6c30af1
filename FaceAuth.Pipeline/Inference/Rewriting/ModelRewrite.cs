using FaceAuth.Pipeline.Packs;

namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>
/// Changes a model in memory: sides that its file fixes needlessly are opened, and what ONNX Runtime runs slowly on processors is replaced.
/// </summary>
/// <remarks>The answers stay the same but for rounding.</remarks>
internal static class ModelRewrite
{
    const string Half = "float16";

    /// <summary>Looks for what can be bettered and does it. Never throws.</summary>
    /// <param name="bytes">The file's bytes, which stay as they are.</param>
    /// <param name="model">Its entry in the manifest.</param>
    /// <param name="forProcessor">Whether slow operations are replaced.</param>
    /// <param name="batch">Whether several items shall run at once.</param>
    /// <param name="block">Channels that the processor takes at once, 8 or 16; null for those of this one.</param>
    /// <returns>
    /// The changed model and its entry, which differs where a float16 network became a float32 one; null where nothing
    /// is to be changed or the bytes are no model.
    /// </returns>
    public static (byte[] Bytes, ModelEntry Model)? Apply(
        ReadOnlyMemory<byte> bytes, ModelEntry model, bool forProcessor = true, bool batch = false, int? block = null)
    {
        if (OnnxFile.Read(bytes) is not { } file) return null;
        var isWidened = forProcessor && model.Inputs.Any(input => input.Type == Half) && HalfRewrite.Apply(file);
        var rounded = forProcessor ? ChannelRounding.Apply(file, block) : 0;
        var replaced = forProcessor ? PReluRewrite.Apply(file) + ChannelPadRewrite.Apply(file) : 0;
        if (rounded > 0) file.Values = [];   // what the file says of shapes no longer holds
        var isOpened = OpenSides.Apply(file, batch);   // last: it forgets the shapes that the others read
        if (rounded + replaced == 0 && !isWidened && !isOpened) return null;
        return (file.Write(), isWidened ? model with { Inputs = Widen(model.Inputs), Outputs = Widen(model.Outputs) } : model);
    }

    static List<TensorEntry> Widen(IReadOnlyList<TensorEntry> tensors) =>
        [.. tensors.Select(tensor => tensor.Type == Half ? tensor with { Type = "float32" } : tensor)];
}
