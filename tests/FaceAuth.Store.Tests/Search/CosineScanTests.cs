using FaceAuth.Store.Search;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Search;

public sealed class CosineScanTests
{
    readonly Random _random = new(11);

    [Theory]
    [InlineData(1)]
    [InlineData(15)]
    [InlineData(16)]
    [InlineData(31)]
    [InlineData(33)]
    [InlineData(128)]
    [InlineData(500)]
    [InlineData(512)]
    [InlineData(2048)]
    public void Vectorised_and_plain_agree_to_the_bit(int dimension)
    {
        const int Rows = 50;
        var codes = Codes(Rows * dimension);
        var (probe, scales) = (Codes(dimension), new float[Rows]);
        foreach (ref var scale in scales.AsSpan()) scale = _random.NextSingle();
        var (fast, plain) = (new float[Rows], new float[Rows]);

        CosineScan.Scan(codes, scales, probe, 0.01f, fast);
        CosineScan.ScanPlain(codes, scales, probe, 0.01f, plain);

        Assert.Equal(plain, fast);
    }

    [Theory]
    [InlineData(127, 127)]
    [InlineData(-127, 127)]
    [InlineData(127, -127)]
    [InlineData(-127, -127)]
    public void Extreme_codes_do_not_overflow(int row, int probe)
    {
        const int Dimension = 2048;
        var rows = new sbyte[Dimension];
        var with = new sbyte[Dimension];
        Array.Fill(rows, (sbyte)row);
        Array.Fill(with, (sbyte)probe);
        var found = new float[1];
        var done = 0;

        CosineScan.Scan(rows, [1f], with, 1f, found);

        Assert.Equal(row * probe * Dimension, found[0]);
        Assert.Equal(row * probe * Dimension, CosineScan.DotVector128(ref rows[0], ref with[0], Dimension, ref done));
    }

    [Fact]
    public void The_path_without_AVX2_agrees_with_plain_loops()
    {
        for (var length = 16; length <= 512; length += 16)
        {
            var (a, b, done) = (Codes(length), Codes(length), 0);

            var sum = CosineScan.DotVector128(ref a[0], ref b[0], length, ref done);

            Assert.Equal((length, a.Zip(b).Sum(pair => pair.First * pair.Second)), (done, sum));
        }
    }

    [Fact]
    public void Refuses_rows_that_do_not_match()
    {
        Assert.Throws<ArgumentException>(() => CosineScan.Scan(new sbyte[31], new float[2], new sbyte[16], 1, new float[2]));
        Assert.Throws<ArgumentException>(() => CosineScan.Scan(new sbyte[32], new float[1], new sbyte[16], 1, new float[2]));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(512)]
    public void A_code_is_off_by_no_more_than_it_says(int dimension)
    {
        var (codeA, codeB) = (new sbyte[dimension], new sbyte[dimension]);
        for (var i = 0; i < 1000; i++)
        {
            var a = Random(_random, dimension);
            var b = Near(a, (float)_random.NextDouble(), _random);
            var (scaleA, restA) = Int8Code.Encode(a, codeA);
            var (scaleB, restB) = Int8Code.Encode(b, codeB);
            var found = new float[1];

            CosineScan.Scan(codeA, [scaleA], codeB, scaleB, found);

            Assert.InRange(Math.Abs(found[0] - Similarity(a, b)), 0, restA + restB + restA * restB);
            Assert.InRange(restA, 0, 0.02f);
        }
    }

    [Theory]
    [InlineData(128, false)]
    [InlineData(128, true)]
    [InlineData(512, false)]
    [InlineData(512, true)]
    public void The_best_by_code_is_the_best_by_float(int dimension, bool clustered)
    {
        const int Rows = 5000;
        var centres = Enumerable.Range(0, 50).Select(_ => Random(_random, dimension)).ToArray();
        var rows = Enumerable.Range(0, Rows)
            .Select(i => clustered ? Near(centres[i % 50], 0.6f, _random) : Random(_random, dimension)).ToArray();
        var codes = new sbyte[Rows * dimension];
        var scales = new float[Rows];
        for (var i = 0; i < Rows; i++) (scales[i], _) = Int8Code.Encode(rows[i], codes.AsSpan(i * dimension, dimension));
        var (probeCode, found) = (new sbyte[dimension], new float[Rows]);

        for (var query = 0; query < 50; query++)
        {
            var probe = Near(rows[_random.Next(Rows)], 0.7f, _random);
            var (scale, _) = Int8Code.Encode(probe, probeCode);
            CosineScan.Scan(codes, scales, probeCode, scale, found);

            var exact = rows.Select(row => Similarity(row, probe)).ToArray();

            Assert.Equal(Array.IndexOf(exact, exact.Max()), Array.IndexOf(found, found.Max()));
        }
    }

    sbyte[] Codes(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))];
}
