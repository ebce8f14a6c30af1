namespace FaceAuth.Pipeline.Inference.Rewriting;

/// <summary>One side of a tensor in an ONNX file.</summary>
/// <param name="Length">Its length where it is fixed.</param>
/// <param name="Name">The name of an open side, "" for a nameless one; null where the length is fixed.</param>
internal readonly record struct OnnxSide(long Length, string? Name);
