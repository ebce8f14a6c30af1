using FaceAuth.People.Filming;
using FaceAuth.People.Scenes;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Light;
using FaceAuth.Pipeline.Deciding.Options;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Testing;

namespace FaceAuth.People.Tests.Light;

/// <summary>A film of a scene before a page that lights it, as it comes out of a video codec, and what is read off it.</summary>
/// <remarks>The box is the truth's, a little off as a mesh's is; the models are left out.</remarks>
internal sealed class LitFilm
{
    const int Rate = 15;
    const double Delay = 0.09;   // to the page, and from the camera

    readonly List<(TimeSpan At, LightReading? Reading)> _readings = [];

    /// <summary>Films it.</summary>
    /// <param name="scene">What.</param>
    /// <param name="surround">The page's, which hears the colours; null for one that nobody hears.</param>
    /// <param name="seed">Of the colours.</param>
    /// <param name="kilobits">A second, of VP8.</param>
    public static LitFilm Take(IScene scene, Surround? surround, int seed, int kilobits = 600)
    {
        var plan = Machine(seed).Poll(TimeSpan.Zero, canBegin: true)!.Plan;
        surround?.Handle(plan, Delay);
        var frames = (int)((plan.Colours[^1].At.TotalSeconds + 1.6) * Rate);
        var file = Path.Combine(Directory.CreateTempSubdirectory("faceauth-light-").FullName, "clip.webm");
        try
        {
            var (film, camera) = (new Film(scene, Rate), scene.Setting.Camera);
            using (var writer = new FrameWriter(
                file, camera.Width, camera.Height, Rate, "-c:v", "libvpx", "-deadline", "realtime", "-cpu-used", "8",
                "-b:v", $"{kilobits}k", "-maxrate", $"{kilobits}k", "-bufsize", $"{kilobits}k", "-g", "1000"))
            {
                for (var i = 0; i < frames; i++) writer.Write(film.Take(i));
            }

            var lit = new LitFilm();
            var (number, pyramid) = (0, new PicturePyramid());
            foreach (var frame in Clips.Frames(file))
            {
                using (frame)
                {
                    pyramid.Load(frame);
                    var read = LightReading.TryRead(pyramid, BoxOf(film.TruthOf(number).Mesh), out var reading);
                    lit._readings.Add((TimeSpan.FromSeconds(number++ / (double)Rate), read ? reading : null));
                    pyramid.Unload();
                }
            }

            return lit;
        }
        finally
        {
            Directory.Delete(Path.GetDirectoryName(file)!, recursive: true);
        }
    }

    /// <summary>Shows it to a machine that drew its colours by this seed.</summary>
    public LightMachine Shown(int seed)
    {
        var machine = Machine(seed);
        machine.Poll(TimeSpan.Zero, canBegin: true);
        foreach (var (at, reading) in _readings) machine.Handle(new(at, at), reading, isSame: true);
        return machine;
    }

    static LightMachine Machine(int seed) => new(new LightOptions(), new Random(seed));

    static Box BoxOf(float[] mesh)
    {
        var (left, top, right, bottom) = (float.MaxValue, float.MaxValue, float.MinValue, float.MinValue);
        for (var i = 0; i < mesh.Length; i += 3)
        {
            (left, right) = (Math.Min(left, mesh[i]), Math.Max(right, mesh[i]));
            (top, bottom) = (Math.Min(top, mesh[i + 1]), Math.Max(bottom, mesh[i + 1]));
        }

        return new(left, top, right - left, bottom - top);
    }
}
