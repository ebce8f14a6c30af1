using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Testing.FakeModels;

/// <summary>
/// What a made-up picture shows, written into its first luma samples, where <see cref="FakeFaceModels"/> read it: for
/// tests of the pipeline itself, in which what real models see is not the point.
/// </summary>
/// <param name="Person">Whose face, 0–127.</param>
/// <param name="Faces">How many faces.</param>
/// <param name="Eyes">How far open, 0–100; 30 is open.</param>
/// <param name="Live">Anti-spoof score in percent.</param>
/// <param name="Breaks">Whether the mesh throws on it.</param>
public sealed record FakeScene(int Person = 1, int Faces = 1, int Eyes = 30, int Live = 95, bool Breaks = false)
{
    /// <summary>The grey picture of the warm-up.</summary>
    internal static readonly FakeScene Grey = new(Person: 0, Faces: 0);

    /// <summary>Writes itself into a frame.</summary>
    public void Write(VideoFrame frame)
    {
        ArgumentNullException.ThrowIfNull(frame);
        var samples = frame.Y;
        (samples[0], samples[1], samples[2], samples[3], samples[4]) =
            ((byte)Person, (byte)Faces, (byte)Eyes, (byte)Live, (byte)(Breaks ? 1 : 0));
    }

    /// <summary>Reads what a picture shows; <paramref name="last"/> again where it shows the same, so that reading allocates nothing.</summary>
    internal static FakeScene Read(PicturePyramid picture, FakeScene? last)
    {
        var samples = picture.Level(0).Y;
        if (samples[1] == 128) return Grey;
        if (last is not null && (last.Person, last.Faces, last.Eyes, last.Live, last.Breaks) == (samples[0], samples[1], samples[2], samples[3], samples[4] != 0)) return last;
        return new FakeScene(samples[0], samples[1], samples[2], samples[3], samples[4] != 0);
    }
}
