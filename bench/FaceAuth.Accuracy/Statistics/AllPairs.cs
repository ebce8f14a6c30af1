using System.Numerics.Tensors;

namespace FaceAuth.Accuracy.Statistics;

/// <summary>Compares every embedding with every other.</summary>
internal static class AllPairs
{
    // 64 embeddings of 512 floats are 128 kB: two blocks stay in a core's second-level cache
    const int Block = 64;

    /// <summary>Similarities of all pairs, by whether both are of one person.</summary>
    /// <param name="embeddings">Row after row, each of L2 norm 1.</param>
    /// <param name="people">A number for each row's person.</param>
    /// <param name="workers">Threads at once, at least 1.</param>
    /// <param name="shifts">What is taken from a row's similarity to any row before it; null for nothing.</param>
    /// <param name="cancellation">Stops between blocks.</param>
    public static VerificationRates Compare(
        ReadOnlyMemory<float> embeddings, IReadOnlyList<int> people, int workers, IReadOnlyList<float>? shifts = null,
        CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(people);
        if (people.Count == 0) return new(new(), new());
        var length = embeddings.Length / people.Count;
        if (length * people.Count != embeddings.Length)
            throw new ArgumentException("There is not one person for each embedding.", nameof(people));
        var blocks = (people.Count + Block - 1) / Block;
        VerificationRates all = new(new(), new());
        Parallel.For(0, blocks, new ParallelOptions { MaxDegreeOfParallelism = workers, CancellationToken = cancellation },
            () => new VerificationRates(new(), new()),
            (block, _, rates) =>
            {
                for (var other = 0; other <= block; other++) CompareBlocks(embeddings.Span, people, length, block, other, rates, shifts);
                return rates;
            },
            rates =>
            {
                lock (all)
                {
                    all.Genuine.Add(rates.Genuine);
                    all.Impostor.Add(rates.Impostor);
                }
            });
        return all;
    }

    static void CompareBlocks(
        ReadOnlySpan<float> embeddings, IReadOnlyList<int> people, int length, int a, int b, VerificationRates rates,
        IReadOnlyList<float>? shifts)
    {
        for (var i = a * Block; i < Math.Min(people.Count, (a + 1) * Block); i++)
        {
            var row = embeddings.Slice(i * length, length);
            var shift = shifts?[i] ?? 0;
            for (var j = b * Block; j < Math.Min(i, Math.Min(people.Count, (b + 1) * Block)); j++)
            {
                var score = TensorPrimitives.Dot(row, embeddings.Slice(j * length, length)) - shift;
                (people[i] == people[j] ? rates.Genuine : rates.Impostor).Add(score);
            }
        }
    }
}
