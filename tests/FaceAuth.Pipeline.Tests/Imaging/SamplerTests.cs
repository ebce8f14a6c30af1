using System.Numerics;
using System.Runtime.Intrinsics.X86;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Imaging;

public sealed class SamplerTests
{
    static readonly TensorFormat Plain = new(8, 1, IsBgr: false, IsInterleaved: false, Vector3.Zero, Vector3.One, PictureBorder.Repeat);

    [Theory]
    [InlineData(64, 48)]
    [InlineData(65, 49)]
    [InlineData(101, 37)]
    [InlineData(8, 8)]
    [InlineData(5, 4)]
    [InlineData(2, 2)]
    public void The_vector_form_gives_what_the_plain_form_gives(int width, int height)
    {
        var random = new Random(width * 1000 + height);
        using var frame = Pictures.Noise(width, height, 7);
        var picture = Pictures.Load(frame);
        for (var trial = 0; trial < 40; trial++)
        {
            frame.FullRange = trial % 2 == 0;
            var map = RandomMap(random, width, height);
            var format = new TensorFormat(
                8 + random.Next(40), 1 + random.Next(20), trial % 3 == 0, trial % 5 == 0, new(1, 2, 3), new(4, 5, 6),
                trial % 4 == 0 ? PictureBorder.Repeat : PictureBorder.Black);
            var (vector, plain) = (new float[format.Length], new float[format.Length]);

            Sampler.Sample(picture.Level(0), map, format, vector);
            PlainSampler.Sample(picture.Level(0), map, format, plain);

            AssertAlike(plain, vector, format.Border);
        }
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(33, 2)]
    [InlineData(65, 49)]
    [InlineData(320, 180)]
    public void Maps_that_do_not_turn_go_their_own_way_and_give_what_the_plain_form_gives(int width, int height)
    {
        using var frame = Pictures.Noise(width, height, 11);
        var random = new Random(width);

        var compared = Compare(frame, () => Matrix3x2.CreateScale(0.02f + 1.97f * random.NextSingle(), 0.02f + 4 * random.NextSingle())
            * Somewhere(random, width, height), UprightSampler.CanSample);

        Assert.Equal(Avx2.IsSupported ? 60 : 0, compared);
    }

    [Theory]
    [InlineData(32, 32)]
    [InlineData(65, 49)]
    [InlineData(320, 180)]
    public void Maps_that_turn_a_little_go_their_own_way_and_give_what_the_plain_form_gives(int width, int height)
    {
        using var frame = Pictures.Noise(width, height, 13);
        var random = new Random(height);

        var compared = Compare(frame, () => Matrix3x2.CreateScale(0.02f + 1.7f * random.NextSingle(), 0.02f + 4 * random.NextSingle())
            * Matrix3x2.CreateRotation(random.NextSingle() - 0.5f) * Somewhere(random, width, height),
            (in picture, in map, in _) => TurnedSampler.CanSample(picture, map));

        Assert.Equal(Avx2.IsSupported ? 60 : 0, compared);
    }

    [Theory]
    [InlineData(0, 1.98f)]
    [InlineData(0.1f, 1.7f)]
    [InlineData(-0.1f, 1.7f)]
    [InlineData(0.4f, 1.7f)]
    [InlineData(-0.4f, 1.7f)]
    public void A_crop_over_every_border_of_planes_that_fit_exactly_reads_no_byte_beyond(float turn, float step)
    {
        // at the very end of readable memory: one byte beyond ends the process
        const int Width = 64, Height = 48;
        using var memory = new GuardedMemory(Width * Height * 3 / 2);
        new Random(3).NextBytes(memory.Bytes);
        var format = Plain with { Width = 96, Height = 64 };
        var (vector, plain) = (new float[format.Length], new float[format.Length]);
        var map = Matrix3x2.CreateTranslation(-48, -32) * Matrix3x2.CreateScale(step)
            * Matrix3x2.CreateRotation(turn) * Matrix3x2.CreateTranslation(Width / 2, Height / 2);
        foreach (var isLumaLast in (bool[])[true, false])
        {
            var (luma, chroma) = isLumaLast ? (Width * Height / 2, 0) : (0, Width * Height);
            var picture = new PlanarPicture
            {
                Y = memory.Bytes.Slice(luma, Width * Height),
                U = memory.Bytes.Slice(chroma, Width * Height / 4),
                V = memory.Bytes.Slice(chroma + Width * Height / 4, Width * Height / 4),
                Width = Width,
                Height = Height,
                ChromaWidth = Width / 2,
                ChromaHeight = Height / 2,
                StrideY = Width,
                StrideUV = Width / 2,
            };

            Sampler.Sample(picture, map, format, vector);
            PlainSampler.Sample(picture, map, format, plain);

            AssertAlike(plain, vector, format.Border);
        }
    }

    [Fact]
    public void Reads_no_byte_past_planes_that_fit_exactly()
    {
        const int Width = 32, Height = 16;
        var (y, u, v) = (new byte[Width * Height], new byte[Width / 2 * Height / 2], new byte[Width / 2 * Height / 2]);
        y.AsSpan().Fill(100);
        u.AsSpan().Fill(128);
        v.AsSpan().Fill(128);
        var picture = new PlanarPicture
        {
            Y = y,
            U = u,
            V = v,
            Width = Width,
            Height = Height,
            ChromaWidth = Width / 2,
            ChromaHeight = Height / 2,
            StrideY = Width,
            StrideUV = Width / 2,
        };
        var format = Plain with { Width = Width, Height = Height };
        var tensor = new float[format.Length];

        Sampler.Sample(picture, Matrix3x2.Identity, format, tensor);

        // A byte from beyond would be another colour.
        Assert.All(tensor, value => Assert.Equal(255f / 219 * (100 - 16), value, 1e-3));
    }

    [Theory]
    [InlineData(16, 128, 128, 0, 0, 0)]        // black
    [InlineData(235, 128, 128, 255, 255, 255)] // white
    [InlineData(81, 90, 240, 254, 0, 0)]       // BT.601 primaries, rounded to 8 bits
    [InlineData(145, 54, 34, 0, 255, 1)]
    [InlineData(41, 240, 110, 0, 0, 255)]
    [InlineData(126, 128, 128, 128, 128, 128)]
    public void Limited_range_samples_become_the_colours_of_BT_601(byte y, byte u, byte v, float red, float green, float blue)
    {
        using var frame = Pictures.Uniform(16, 16, y, u, v);
        var tensor = new float[Plain.Length];

        Sampler.Sample(Pictures.Load(frame).Level(0), Matrix3x2.Identity, Plain, tensor);

        Assert.Equal(red, tensor[0], 1.0);
        Assert.Equal(green, tensor[8], 1.0);
        Assert.Equal(blue, tensor[16], 1.0);
    }

    [Fact]
    public void Conversion_is_exact_for_every_sample()
    {
        using var frame = Pictures.Blank(16, 16);
        var picture = Pictures.Load(frame);
        var tensor = new float[Plain.Length];
        for (var sample = 0; sample < 256; sample += 5)
        {
            for (var chroma = 0; chroma < 256; chroma += 17)
            {
                frame.Y.Fill((byte)sample);
                frame.U.Fill((byte)chroma);
                frame.V.Fill((byte)(255 - chroma));

                Sampler.Sample(picture.Level(0), Matrix3x2.Identity, Plain, tensor);

                // Rec. ITU-R BT.601-7 §2.5.1 solved for red, green and blue, in decimal arithmetic.
                var (luma, blueness, redness) = ((sample - 16m) / 219, (chroma - 128m) / 224, (255 - chroma - 128m) / 224);
                var red = luma + 1.402m * redness;
                var blue = luma + 1.772m * blueness;
                var green = (luma - 0.299m * red - 0.114m * blue) / 0.587m;
                Assert.Equal(Level(red), tensor[0], 2e-3);
                Assert.Equal(Level(green), tensor[8], 2e-3);
                Assert.Equal(Level(blue), tensor[16], 2e-3);
            }
        }

        static double Level(decimal value) => (double)Math.Clamp(value * 255, 0, 255);
    }

    [Fact]
    public void Full_range_samples_keep_black_and_white()
    {
        using var frame = Pictures.Uniform(16, 16, 255, 128, 128);
        frame.FullRange = true;
        var tensor = new float[Plain.Length];

        Sampler.Sample(Pictures.Load(frame).Level(0), Matrix3x2.Identity, Plain, tensor);

        Assert.All(tensor, value => Assert.Equal(255, value, 1e-3));
    }

    [Fact]
    public void Channels_are_ordered_and_normalised_as_the_format_says()
    {
        using var frame = Pictures.Uniform(16, 16, 81, 90, 240);   // red
        var format = Plain with { IsBgr = true, IsInterleaved = true, Mean = new(10, 20, 30), Deviation = new(2, 4, 8) };
        var tensor = new float[format.Length];

        Sampler.Sample(Pictures.Load(frame).Level(0), Matrix3x2.Identity, format, tensor);

        Assert.Equal((0 - 30) / 8.0, tensor[0], 0.2);
        Assert.Equal((0 - 20) / 4.0, tensor[1], 0.2);
        Assert.Equal((254 - 10) / 2.0, tensor[2], 0.5);
    }

    [Fact]
    public void Outside_the_picture_is_black_where_the_format_says_so()
    {
        using var frame = Pictures.Uniform(16, 16, 235, 128, 128);
        var format = Plain with { Border = PictureBorder.Black };
        var tensor = new float[format.Length];

        Sampler.Sample(Pictures.Load(frame).Level(0), Matrix3x2.CreateTranslation(-4, 0), format, tensor);

        Assert.Equal([0, 0, 0, 0, 255, 255, 255, 255], tensor[..8].Select(value => MathF.Round(value)));
    }

    [Theory]
    [InlineData(float.NaN, float.PositiveInfinity, float.NegativeInfinity, float.NaN, float.NaN, 1e30f)]
    [InlineData(1, 0, 0, float.NaN, float.NaN, float.NaN)]
    [InlineData(1, 0, 0, 1, float.PositiveInfinity, -1e30f)]
    [InlineData(1, 0.1f, float.NaN, 1, float.NaN, 1e30f)]
    [InlineData(1, 0.1f, -0.1f, 1, float.NegativeInfinity, float.PositiveInfinity)]
    public void A_map_of_no_numbers_reads_nothing_outside(float m11, float m12, float m21, float m22, float m31, float m32)
    {
        using var frame = Pictures.Noise(32, 32, 1);
        var map = new Matrix3x2(m11, m12, m21, m22, m31, m32);
        var tensor = new float[Plain.Length];

        Sampler.Sample(Pictures.Load(frame).Level(0), map, Plain, tensor);

        Assert.All(tensor, value => Assert.False(float.IsInfinity(value)));
    }

    [Fact]
    public void Planes_smaller_than_their_sizes_are_refused()
    {
        var tensor = new float[Plain.Length];

        Assert.Throws<ArgumentException>(() => Sampler.Sample(
            new PlanarPicture
            {
                Y = new byte[63],
                U = new byte[16],
                V = new byte[16],
                Width = 8,
                Height = 8,
                ChromaWidth = 4,
                ChromaHeight = 4,
                StrideY = 8,
                StrideUV = 4,
            },
            Matrix3x2.Identity, Plain, tensor));
        using var frame = Pictures.Blank(8, 8);
        Assert.Throws<ArgumentException>(() => Sampler.Sample(Pictures.Load(frame).Level(0), Matrix3x2.Identity, Plain, tensor.AsSpan(1)));
    }

    static Matrix3x2 RandomMap(Random random, int width, int height) =>
        Matrix3x2.CreateScale(0.1f + 4 * random.NextSingle(), 0.1f + 4 * random.NextSingle())
        * Matrix3x2.CreateRotation(6 * random.NextSingle())
        * Matrix3x2.CreateTranslation(width * (random.NextSingle() * 2 - 0.5f), height * (random.NextSingle() * 2 - 0.5f));

    static Matrix3x2 Somewhere(Random random, int width, int height) =>
        Matrix3x2.CreateTranslation(width * (random.NextSingle() * 2 - 0.8f), height * (random.NextSingle() * 2 - 0.8f));

    /// <summary>Samples along sixty maps; returns how many went the way in question.</summary>
    static int Compare(VideoFrame frame, Func<Matrix3x2> next, CanSample goesThatWay)
    {
        var picture = Pictures.Load(frame);
        var random = new Random(5);
        var count = 0;
        for (var trial = 0; trial < 60; trial++)
        {
            frame.FullRange = trial % 2 == 0;
            var map = next();
            var format = new TensorFormat(
                8 + random.Next(80), 1 + random.Next(40), trial % 3 == 0, trial % 5 == 0, new(1, 2, 3), new(4, 5, 6),
                trial % 4 == 0 ? PictureBorder.Repeat : PictureBorder.Black);
            var (vector, plain) = (new float[format.Length], new float[format.Length]);
            if (goesThatWay(picture.Level(0), map, format)) count++;

            Sampler.Sample(picture.Level(0), map, format, vector);
            PlainSampler.Sample(picture.Level(0), map, format, plain);

            AssertAlike(plain, vector, format.Border);
        }

        return count;
    }

    delegate bool CanSample(in PlanarPicture picture, in Matrix3x2 toPicture, in TensorFormat format);

    static void AssertAlike(float[] plain, float[] vector, PictureBorder border)
    {
        // On the very edge of the picture rounding decides between the picture and black: a few pixels may differ.
        var different = plain.Zip(vector).Count(pair => MathF.Abs(pair.First - pair.Second) > 0.02f);
        Assert.InRange(different, 0, border == PictureBorder.Black ? plain.Length / 100 + 3 : 0);
    }
}
