namespace FaceAuth.Pipeline.Packs;

/// <summary>One input or output of a model, as its file declares it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Type">"float32" or "float16".</param>
/// <param name="Shape">Its sides; −1 where the file leaves one open.</param>
internal sealed record TensorEntry(string Name, string Type, IReadOnlyList<int> Shape)
{
    /// <summary>Whether a network of that shape can be this one with sides opened: equal wherever both are fixed.</summary>
    public bool Allows(IReadOnlyList<int> shape) =>
        shape.Count == Shape.Count && shape.Zip(Shape).All(side => side.First == side.Second || side.First < 0 || side.Second < 0);

    /// <inheritdoc/>
    public override string ToString() => $"{Name}: {Type}[{string.Join(',', Shape)}]";
}
