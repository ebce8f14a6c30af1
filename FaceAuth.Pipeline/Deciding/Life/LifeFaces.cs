using System.Numerics.Tensors;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Whose face gave each sign of life: embeddings of pictures that show it.</summary>
/// <remarks>
/// For a search and an enrolment, which only say in the end whom they must be like. Some of each sign's pictures are kept, drawn evenly
/// from the secret source, so that nobody knows which to swap. Sans-IO; allocates only where a sign may be in course.
/// </remarks>
/// <param name="embeddingLength">Floats in one embedding.</param>
/// <param name="random">Draws which pictures are kept.</param>
internal sealed class LifeFaces(int embeddingLength, Random random)
{
    /// <summary>Pictures kept of one sign, at most.</summary>
    internal const int Most = 8;

    readonly List<SignFaces> _signs = [];
    readonly List<float[]> _kept = [];
    int _seen;

    /// <summary>One item a sign; a copy of the list, whose items nobody changes.</summary>
    /// <remarks>A sign of which no picture was embedded has none.</remarks>
    public IReadOnlyList<SignFaces> All => [.. _signs];

    /// <summary>A picture shows what may become a sign.</summary>
    public void Add(ReadOnlySpan<float> embedding)
    {
        _seen++;
        if (_kept.Count < Math.Min(_seen, Most)) _kept.Add(new float[embeddingLength]);
        // each of those seen is kept as likely as any other: Vitter, "Random Sampling with a Reservoir", 1985, algorithm R
        var at = _seen <= Most ? _seen - 1 : random.Next(_seen);
        if (at < Most) TensorPrimitives.Divide(embedding, TensorPrimitives.Norm(embedding), _kept[at]);
    }

    /// <summary>What was in course has ended, as a sign or as none.</summary>
    public void Close(bool isSign)
    {
        if (isSign && _seen > 0)
        {
            _signs.Add(new([.. _kept.Take(_seen)]));
            _kept.Clear();   // the sign's now
        }

        _seen = 0;
    }

    /// <summary>The face was lost: forgets all.</summary>
    public void Reset()
    {
        Close(isSign: false);
        _signs.Clear();
    }
}
