using System.Numerics.Tensors;

namespace FaceAuth.Bench.Store;

/// <summary>Unit vectors with the spread of embeddings of strangers.</summary>
internal static class Faces
{
    public static float[] Random(Random random, int dimension)
    {
        var vector = new float[dimension];
        for (var i = 0; i < dimension; i++)
            vector[i] = (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble()));
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }

    /// <summary>A unit vector with that similarity to another, about.</summary>
    public static float[] Near(Random random, float[] face, float similarity)
    {
        var vector = Random(random, face.Length);
        var rest = MathF.Sqrt(1 - similarity * similarity);
        for (var i = 0; i < vector.Length; i++) vector[i] = similarity * face[i] + rest * vector[i];
        TensorPrimitives.Divide(vector, TensorPrimitives.Norm<float>(vector), vector);
        return vector;
    }
}
