using System.Numerics.Tensors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Tests;

/// <summary>Unit vectors from a fixed seed.</summary>
internal static class Vectors
{
    public const string Model = "test-embedder";

    public static float[] Random(Random random, int dimension = 128)
    {
        var vector = new float[dimension];
        for (var i = 0; i < dimension; i++)
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        return Unit(vector);
    }

    /// <summary>A vector whose similarity with <paramref name="vector"/> is about <paramref name="similarity"/>.</summary>
    public static float[] Near(float[] vector, float similarity, Random random)
    {
        var other = Random(random, vector.Length);
        var along = TensorPrimitives.Dot<float>(vector, other);
        for (var i = 0; i < other.Length; i++) other[i] -= along * vector[i];
        Unit(other);
        var across = MathF.Sqrt(1 - similarity * similarity);
        for (var i = 0; i < other.Length; i++) other[i] = similarity * vector[i] + across * other[i];
        return Unit(other);
    }

    public static FaceTemplate Template(float[] vector, float quality = 0.5f, string model = Model) => new(model, vector, quality);

    public static float Similarity(float[] a, float[] b) => TensorPrimitives.Dot<float>(a, b);

    static float[] Unit(float[] vector)
    {
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
