namespace FaceAuth.Pipeline.Packs;

/// <summary>A model or its manifest cannot be used. The message says what is wrong and what to do about it.</summary>
/// <param name="message">For the operator: one or two plain sentences.</param>
/// <param name="inner">What the file system or ONNX Runtime said, if anything.</param>
public sealed class ModelException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether a file could not be fetched because no server was reached at all: others would fare no better.</summary>
    public bool IsUnreachable { get; init; }
}
