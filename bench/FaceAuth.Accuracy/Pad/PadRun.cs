using System.Globalization;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Plays sessions of people and of attacks.</summary>
/// <param name="settings">Which models, and how.</param>
/// <param name="playing">How sessions are played.</param>
/// <param name="console">Where progress and unreadable sessions are told.</param>
internal sealed class PadRun(EvalSettings settings, PadSettings playing, EvalConsole console)
{
    /// <summary>Plays every session; results in their order.</summary>
    /// <param name="examiners">The models.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="clipFps">Numbers in pictures' names a second, for the journal's header.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<PadResult> Run(
        FaceExaminers examiners, IReadOnlyList<PadSession> sessions, double clipFps, CancellationToken cancellation)
    {
        var names = sessions.Select(session => session.Name).ToList();
        var of = string.Create(CultureInfo.InvariantCulture,
            $"pad at any moment; {string.Join(" ", examiners.ModelIds)}; {settings.Decision}; side {settings.MaxSide}, "
            + $"seconds {playing.Seconds}, policy {playing.Policy}, "
            + $"clips {playing.ClipRate}, numbers {clipFps}, sessions {playing.PlaysSessions}, evidence {playing.KeepsEvidence}");
        using var journal = settings.Journal is { } path ? Journal.Open(path, of, names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        return new ItemRun(console, journal, settings.Workers).Run(
            "sessions", names, 1, () => new PadWorker(playing, reader, examiners),
            (worker, indices) => indices.Select(i => worker.Play(sessions[i])), result => result.Fault, cancellation);
    }
}
