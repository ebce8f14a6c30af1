namespace FaceAuth.Pipeline.Models;

/// <summary>Replaces what ONNX Runtime runs slowly on processors. The answers stay the same but for rounding.</summary>
internal static class ModelRewrite
{
    /// <summary>The model with faster operations; null where there is nothing to replace or the bytes are no model. Never throws.</summary>
    /// <param name="model">The file's bytes, which stay as they are.</param>
    public static byte[]? Apply(ReadOnlyMemory<byte> model) =>
        OnnxFile.Read(model) is { } file && PReluRewrite.Apply(file) > 0 ? file.Write() : null;
}
