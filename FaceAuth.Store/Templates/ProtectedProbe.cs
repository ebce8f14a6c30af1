using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Templates;

/// <summary>One search's probe under each transform that it meets; not for several threads.</summary>
internal sealed class ProtectedProbe(TemplateKeys keys, ReadOnlyMemory<float> plain)
{
    readonly Dictionary<TransformId, float[]> _under = [];

    public int Length => plain.Length;

    public float[] Under(TransformId transform)
    {
        if (_under.TryGetValue(transform, out var known)) return known;
        var made = new float[plain.Length];
        keys.Transform(transform, plain.Length).Apply(plain.Span, made);
        return _under[transform] = made;
    }

    public override string ToString() => "‹private›";
}
