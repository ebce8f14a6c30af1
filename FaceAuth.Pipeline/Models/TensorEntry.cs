namespace FaceAuth.Pipeline.Models;

/// <summary>One input or output of a model, as its file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">"float32" or "float16".</param>
/// <param name="Shape">Its sides; −1 where the file leaves one open.</param>
internal sealed record TensorEntry(string Name, string Type, IReadOnlyList<int> Shape)
{
    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}[{string.Join(',', Shape)}]";
}
