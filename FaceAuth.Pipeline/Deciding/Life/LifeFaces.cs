using System.Numerics.Tensors;

namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>Whose face gave each sign of life: the mean embedding of the pictures that show it.</summary>
/// <remarks>For a search, which only says in the end whom they must be like. Sans-IO; allocates only where a sign was given.</remarks>
/// <param name="embeddingLength">Floats in one embedding.</param>
internal sealed class LifeFaces(int embeddingLength)
{
    readonly float[] _sum = new float[embeddingLength];
    readonly List<float[]> _faces = [];
    int _count;

    /// <summary>One mean a sign, L2 norm 1; a copy of the list, whose items nobody changes.</summary>
    /// <remarks>A sign of which no picture was embedded has none.</remarks>
    public IReadOnlyList<float[]> All => [.. _faces];

    /// <summary>A picture shows what may become a sign.</summary>
    public void Add(ReadOnlySpan<float> embedding)
    {
        TensorPrimitives.Add(_sum, embedding, _sum);
        _count++;
    }

    /// <summary>What was in course has ended, as a sign or as none.</summary>
    public void Close(bool isSign)
    {
        if (isSign && _count > 0)
        {
            var mean = new float[embeddingLength];
            TensorPrimitives.Divide(_sum, TensorPrimitives.Norm(_sum), mean);
            _faces.Add(mean);
        }

        if (_count > 0) Array.Clear(_sum);
        _count = 0;
    }

    /// <summary>The face was lost: forgets all.</summary>
    public void Reset()
    {
        Close(isSign: false);
        _faces.Clear();
    }
}
