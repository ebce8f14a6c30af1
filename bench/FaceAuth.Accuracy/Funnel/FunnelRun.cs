using System.Globalization;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Reports;
using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Looks at all sessions of all sets.</summary>
/// <param name="settings">Which models, and how.</param>
/// <param name="playing">How sessions are played.</param>
/// <param name="console">Where progress and unreadable sessions are told.</param>
internal sealed class FunnelRun(EvalSettings settings, PadSettings playing, EvalConsole console)
{
    /// <summary>Results in the sessions' order.</summary>
    /// <param name="examiners">The models.</param>
    /// <param name="sessions">The sessions.</param>
    /// <param name="clipFps">Numbers in pictures' names a second, for the journal's header.</param>
    /// <param name="cancellation">Stops it.</param>
    public IReadOnlyList<FunnelResult> Run(
        FaceExaminers examiners, IReadOnlyList<FunnelSession> sessions, double clipFps, CancellationToken cancellation)
    {
        var names = sessions.Select(session => session.Session.Name).ToList();
        var of = string.Create(CultureInfo.InvariantCulture,
            $"funnel; {string.Join(" ", examiners.ModelIds)}; {settings.Decision}; side {settings.MaxSide}, seconds {playing.Seconds}, "
            + $"policy {playing.Policy}, clips {playing.ClipRate}, numbers {clipFps}, sessions {playing.PlaysSessions}");
        using var journal = settings.Journal is { } path ? Journal.Open(path, of, names) : null;
        using var reader = new PictureReader(settings.MaxSide);
        var readings = GateReadings.Of(examiners, settings.Decision, playing.Policy);
        return new ItemRun(console, journal, settings.Workers).Run(
            "sessions", names, 1, () => new FunnelWorker(playing, reader, examiners, readings),
            (worker, indices) => indices.Select(i => worker.Play(sessions[i])), result => result.Fault, cancellation);
    }
}
