using System.Globalization;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Blinks;

/// <summary>Watches clips for blinks.</summary>
/// <param name="settings">Which models, and how.</param>
/// <param name="console">Where progress and unreadable clips are told.</param>
internal sealed class BlinkRun(EvalSettings settings, EvalConsole console)
{
    /// <summary>Watches every clip; results in their order.</summary>
    /// <param name="examiners">The models.</param>
    /// <param name="clips">The clips.</param>
    /// <param name="fps">Frames a second of the clips; null for each one's own.</param>
    /// <param name="every">Only every so many frames are looked at.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<BlinkResult> Run(
        FaceExaminers examiners, IReadOnlyList<BlinkClip> clips, double? fps, int every, CancellationToken cancellation)
    {
        var names = clips.Select(clip => clip.Name).ToList();
        var of = string.Create(CultureInfo.InvariantCulture,
            $"blink; {string.Join(" ", examiners.ModelIds)}; {settings.Decision}; side {settings.MaxSide}, "
            + $"fps {fps?.ToString(CultureInfo.InvariantCulture) ?? "their own"}, every {every}");
        using var journal = settings.Journal is { } path ? Journal.Open(path, of, names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        return new ItemRun(console, journal, settings.Workers).Run(
            "clips", names, 1, () => new Nothing(),
            (_, indices) => indices.Select(i => Watch(clips[i], reader, examiners, fps, every)), result => result.Fault, cancellation);
    }

    static BlinkResult Watch(BlinkClip clip, PictureReader reader, FaceExaminers examiners, double? asked, int every)
    {
        using var watcher = examiners.ForBlinks();
        List<BlinkSpan> found = [];
        var number = 0;
        var fps = asked ?? 0;
        try
        {
            foreach (var frame in reader.Read(clip.Path, rate: own => fps = asked ?? own))
            {
                if (!(fps > 0))
                {
                    frame.Dispose();
                    return new("it does not say how many frames a second it has: say so with --fps", 0, []);
                }


                var at = TimeSpan.FromSeconds(number / fps);
                if (number++ % every != 0) frame.Dispose();
                else if (watcher.Watch(frame, at) is { } blink) found.Add(new(blink.Open.TotalSeconds, blink.OpenAgain.TotalSeconds));
            }

            return new(null, number / fps, found, fps);
        }
        catch (PictureException e)
        {
            return new(e.Message, 0, []);
        }
    }

    // each clip has a watcher of its own
    sealed class Nothing : IDisposable
    {
        public void Dispose()
        {
        }
    }
}
