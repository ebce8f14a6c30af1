using FaceAuth.Store.Search;
using static FaceAuth.Store.Tests.Vectors;

namespace FaceAuth.Store.Tests.Search;

public sealed class CodePlanesTests
{
    readonly Random _random = new(11);

    [Theory]
    [InlineData(64)]
    [InlineData(128)]
    [InlineData(512)]
    [InlineData(576)]
    [InlineData(2048)]
    public void Vectorised_and_plain_agree(int length)
    {
        const int Rows = 50;
        var (plane, probe) = (Bytes(Rows * length / 2), Codes(length));
        var (fast, plain) = (new int[Rows], new int[Rows]);

        CodePlanes.Scan(plane, probe, fast);
        CodePlanes.ScanPlain(plane, probe, plain);

        Assert.Equal(plain, fast);
        Assert.Equal(plain[0], CodePlanes.DotVector128(ref plane[0], ref probe[0], length));
    }

    [Theory]
    [InlineData(0xff, 127)]
    [InlineData(0xff, -127)]
    [InlineData(0, 127)]
    public void Extreme_codes_do_not_overflow(byte row, int with)
    {
        const int Length = 2048;
        var (plane, probe, sums) = (new byte[Length / 2], new sbyte[Length], new int[1]);
        Array.Fill(plane, row);
        Array.Fill(probe, (sbyte)with);

        CodePlanes.Scan(plane, probe, sums);

        Assert.Equal((row & 0x0f) * with * Length, sums[0]);
        Assert.Equal(sums[0], CodePlanes.DotVector128(ref plane[0], ref probe[0], Length));
    }

    [Theory]
    [InlineData(1, 64)]
    [InlineData(64, 64)]
    [InlineData(65, 128)]
    [InlineData(500, 512)]
    public void A_code_is_padded_to_whole_blocks(int dimension, int padded) => Assert.Equal(padded, CodePlanes.Padded(dimension));

    [Fact]
    public void Refuses_rows_that_do_not_match()
    {
        Assert.Throws<ArgumentException>(() => CodePlanes.Scan(new byte[31], new sbyte[64], new int[1]));
        Assert.Throws<ArgumentException>(() => CodePlanes.Scan(new byte[32], new sbyte[64], new int[2]));
        Assert.Throws<ArgumentException>(() => CodePlanes.Scan(new byte[16], new sbyte[32], new int[1]));
    }

    [Theory]
    [InlineData(128)]
    [InlineData(500)]
    [InlineData(512)]
    public void Both_planes_together_say_what_the_whole_code_says(int dimension)
    {
        var (a, b) = (Random(_random, dimension), Random(_random, dimension));
        var segment = new CodeSegment(dimension, 1);
        var (code, room) = (new sbyte[CodePlanes.Padded(dimension)], new sbyte[CodePlanes.Padded(dimension)]);
        var (scale, _) = Int8Code.Encode(a, code.AsSpan(0, dimension));
        segment.Append(Guid.NewGuid(), Guid.NewGuid(), code, scale);
        var probe = new CodeProbe(b, room, 0);
        var probeScale = Int8Code.Encode(b, new sbyte[dimension]).Scale;

        var whole = code.Zip(room).Sum(pair => pair.First * pair.Second) * scale * probeScale;

        Assert.Equal(whole, segment.Similarity(probe, 0), 1e-6f);
    }

    [Theory]
    [InlineData(128, 0.0f)]
    [InlineData(512, 0.0f)]
    [InlineData(512, 0.9f)]
    [InlineData(512, 1.0f)]
    public void The_codes_are_off_by_no_more_than_they_say(int dimension, float alike)
    {
        var (code, room, sums, most) = (new sbyte[dimension], new sbyte[dimension], new int[1], new float[1]);
        var slack = 0f;
        for (var i = 0; i < 2000; i++)
        {
            var a = Random(_random, dimension);
            var b = alike == 0 ? Random(_random, dimension) : Near(a, alike, _random);
            var segment = new CodeSegment(dimension, 1);
            var (scale, residual) = Int8Code.Encode(a, code);
            segment.Append(Guid.NewGuid(), Guid.NewGuid(), code, scale);
            var probe = new CodeProbe(b, room, residual);

            var whole = segment.Similarity(probe, 0);
            probe.Most(segment.High, segment.Scales, sums, most);

            Assert.InRange(Math.Abs(whole - Similarity(a, b)), 0, probe.CodeError);
            Assert.InRange(residual, 0, 0.02f);
            // never above the bound, and the bound is not far off either
            Assert.InRange(most[0] - whole, 0, 2 * probe.HighError * scale);
            slack = Math.Max(slack, Math.Abs(most[0] - whole - probe.HighError * scale) / (probe.HighError * scale));
        }

        // met with room, but not so much that it lets everything through
        Assert.InRange(slack, 0.1f, 0.8f);
    }

    sbyte[] Codes(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)_random.Next(-127, 128))];

    byte[] Bytes(int count)
    {
        var bytes = new byte[count];
        _random.NextBytes(bytes);
        return bytes;
    }
}
