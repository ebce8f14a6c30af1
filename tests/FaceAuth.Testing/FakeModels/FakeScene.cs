using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Testing.FakeModels;

/// <summary>What a made-up picture shows, written into its first luma samples, where <see cref="FakeFaceModels"/> read it.</summary>
/// <remarks>For tests of the pipeline itself, in which what real models see is not the point.</remarks>
/// <param name="Person">Whose face, 0–127.</param>
/// <param name="Faces">How many faces.</param>
/// <param name="Eyes">How far open, 0–100; 30 is open.</param>
/// <param name="Live">Anti-spoof score in percent.</param>
/// <param name="Breaks">Whether the mesh throws on it.</param>
public sealed record FakeScene(int Person = 1, int Faces = 1, int Eyes = 30, int Live = 95, bool Breaks = false)
{
    const int Samples = 10;

    /// <summary>Turn in degrees, positive to the person's left, −100 to 100.</summary>
    public int Yaw { get; init; }

    /// <summary>Nod in degrees, positive up, −100 to 100.</summary>
    public int Pitch { get; init; } = -5;

    /// <summary>Gap between the lips, in percent of the distance between the eyes' outer corners.</summary>
    public int MouthOpen { get; init; } = 1;

    /// <summary>Width of the mouth in the same unit.</summary>
    public int MouthWidth { get; init; } = 56;

    /// <summary>That distance, in pixels, 1–255.</summary>
    public int EyeSpan { get; init; } = 82;

    /// <summary>The grey picture of the warm-up.</summary>
    internal static readonly FakeScene Grey = new(Person: 0, Faces: 0);

    /// <summary>Writes itself into a frame.</summary>
    public void Write(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        Encode(frame.Y);
        Colour(frame.U);
        Colour(frame.V);
    }

    /// <summary>
    /// Reads what a picture shows; <paramref name="last"/> again where it shows the same, so that reading allocates nothing.
    /// </summary>
    internal static FakeScene Read(PicturePyramid picture, FakeScene? last)
    {
        var samples = picture.Level(0).Y;
        if (samples[1] == 128) return Grey;
        Span<byte> same = stackalloc byte[Samples];
        last?.Encode(same);
        if (last is not null && samples.StartsWith(same)) return last;
        return new FakeScene(samples[0], samples[1], samples[2], samples[3], samples[4] != 0)
        {
            Yaw = samples[5] - 100,
            Pitch = samples[6] - 100,
            MouthOpen = samples[7],
            MouthWidth = samples[8],
            EyeSpan = samples[9],
        };
    }

    // as a colour camera's: no two halves are alike
    static void Colour(Span<byte> plane)
    {
        plane[..(plane.Length / 2)].Fill(110);
        plane[(plane.Length / 2)..].Fill(150);
    }

    void Encode(Span<byte> samples)
    {
        ReadOnlySpan<byte> all =
        [
            (byte)Person, (byte)Faces, (byte)Eyes, (byte)Live, (byte)(Breaks ? 1 : 0),
            (byte)(Yaw + 100), (byte)(Pitch + 100), (byte)MouthOpen, (byte)MouthWidth, (byte)EyeSpan,
        ];
        all.CopyTo(samples);
    }
}
