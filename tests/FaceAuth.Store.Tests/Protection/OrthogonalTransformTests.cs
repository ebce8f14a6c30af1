using System.Numerics.Tensors;
using FaceAuth.Store.Protection;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Protection;

public sealed class OrthogonalTransformTests
{
    static readonly byte[] Key = [.. Enumerable.Range(0, 32).Select(i => (byte)i)];

    readonly Random _random = new(7);

    [Theory]
    [InlineData(16)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(512)]
    public void Its_rows_are_orthonormal(int dimension)
    {
        using var transform = OrthogonalTransform.FromKey(Key, dimension);

        var columns = Enumerable.Range(0, dimension).Select(i => Apply(transform, Axis(i, dimension))).ToArray();

        for (var i = 0; i < dimension; i++)
            for (var j = 0; j <= i; j++)
                Assert.Equal(i == j ? 1f : 0f, Similarity(columns[i], columns[j]), 1e-6f);
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void Keeps_similarity_to_a_hundred_thousandth(int dimension)
    {
        using var transform = OrthogonalTransform.FromKey(Key, dimension);

        for (var i = 0; i < 500; i++)
        {
            var a = Random(_random, dimension);
            var b = Near(a, (float)(2 * _random.NextDouble() - 1), _random);
            Assert.Equal(Similarity(a, b), Similarity(Apply(transform, a), Apply(transform, b)), 1e-5f);
        }
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void Under_another_key_a_vector_matches_nothing_not_even_itself(int dimension)
    {
        using var mine = OrthogonalTransform.FromKey(Key, dimension);
        using var theirs = OrthogonalTransform.FromKey([.. Key.Reverse()], dimension);

        var similarities = Enumerable.Range(0, 500).Select(_ => Random(_random, dimension))
            .Select(v => Similarity(Apply(mine, v), Apply(theirs, v))).ToArray();

        // as unrelated vectors are: mean 0, standard deviation 1/√n; the mean of one pair of transforms is itself
        // spread by 1/n, the trace of a random rotation having variance 1
        Assert.Equal(0, similarities.Average(), 5 * Math.Sqrt(1.0 / (500 * dimension) + 1.0 / (dimension * dimension)));
        Assert.All(similarities, s => Assert.InRange(Math.Abs(s), 0, 6 / Math.Sqrt(dimension)));
    }

    [Fact]
    public void A_protected_vector_has_nothing_to_do_with_the_plain_one()
    {
        using var transform = OrthogonalTransform.FromKey(Key, 512);

        Assert.All(
            Enumerable.Range(0, 500).Select(_ => Random(_random, 512)),
            v => Assert.InRange(Math.Abs(Similarity(v, Apply(transform, v))), 0, 6 / Math.Sqrt(512)));
    }

    [Fact]
    public void One_changed_bit_of_the_key_gives_an_unrelated_transform()
    {
        byte[] other = [.. Key];
        other[31] ^= 1;
        using var a = OrthogonalTransform.FromKey(Key, 128);
        using var b = OrthogonalTransform.FromKey(other, 128);
        var vector = Random(_random);

        Assert.InRange(Math.Abs(Similarity(Apply(a, vector), Apply(b, vector))), 0, 6 / Math.Sqrt(128));
    }

    [Theory]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(512)]
    public void Vectorised_and_plain_agree(int dimension)
    {
        using var transform = OrthogonalTransform.FromKey(Key, dimension);
        var vector = Random(_random, dimension);
        var plain = new float[dimension];

        transform.ApplyPlain(vector, plain);

        Assert.All(Apply(transform, vector).Zip(plain), pair => Assert.Equal(pair.Second, pair.First, 1e-6f));
    }

    /// <summary>Stored templates live by this: the numbers a key gives must never change.</summary>
    [Fact]
    public void Draws_the_same_transform_from_the_same_key_for_ever()
    {
        using var transform = OrthogonalTransform.FromKey(Key, 128);

        var first = Apply(transform, Axis(0, 128));
        var last = Apply(transform, Axis(127, 128));

        Assert.All(Known.Zip([first[0], first[1], first[127], last[0], last[1], last[127]]), p => Assert.Equal(p.First, p.Second, 1e-6f));
    }

    [Fact]
    public void Refuses_vectors_of_another_length_and_prints_nothing()
    {
        using var transform = OrthogonalTransform.FromKey(Key, 128);

        Assert.Throws<ArgumentException>(() => transform.Apply(new float[127], new float[128]));
        Assert.Throws<ArgumentException>(() => transform.Apply(new float[128], new float[127]));
        Assert.Equal("‹private›", transform.ToString());
    }

    // computed apart from this code, in Python with openssl's AES
    static readonly float[] Known = [-0.11991094f, -0.03715608f, -0.07436192f, 0.00401779f, 0.16600023f, 0.08404618f];

    static float[] Axis(int axis, int dimension)
    {
        var vector = new float[dimension];
        vector[axis] = 1;
        return vector;
    }

    static float[] Apply(OrthogonalTransform transform, float[] vector)
    {
        var result = new float[vector.Length];
        transform.Apply(vector, result);
        Assert.Equal(1f, TensorPrimitives.Norm<float>(result), 1e-5f);
        return result;
    }
}
