using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Playing;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Plays sessions: each picture alone, then some seconds at a time through the whole pipeline. One thread.</summary>
internal sealed class PadWorker : IDisposable
{
    readonly PadSettings _settings;
    readonly SessionFrames _frames;
    readonly FaceExaminer _examiner;
    readonly SessionPlayer? _player;

    public PadWorker(PadSettings settings, PictureReader reader, FaceExaminers examiners)
    {
        (_settings, _frames) = (settings, new SessionFrames(reader, settings.ClipRate));
        _examiner = examiners.ForWorker(scoresLive: true, embeds: true);
        if (settings.PlaysSessions) _player = SessionPlayer.StartAsync(settings.Configuration).GetAwaiter().GetResult();
    }

    /// <summary>Plays one.</summary>
    public PadResult Play(PadSession session)
    {
        List<PadPicture> pictures = [];
        List<string> faults = [];
        foreach (var (frame, at, _) in _frames.Read(session, 0, double.PositiveInfinity, faults))
        {
            frame.RtpTimestamp = (uint)(at * 90_000);   // pictures from a folder have none, and how a face moves hangs on it
            var findings = _examiner.Examine(frame, []);
            pictures.Add(new(at, findings, _settings.KeepsEvidence ? _examiner.EvidenceJson() : null));
        }

        return new(pictures.Count == 0 ? faults.FirstOrDefault() ?? "no picture" : null, pictures, Windows(session, pictures));
    }

    public void Dispose()
    {
        _examiner.Dispose();
        _player?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    List<PadWindow> Windows(PadSession session, List<PadPicture> pictures)
    {
        List<PadWindow> windows = [];
        if (_player is null || pictures.Count == 0) return windows;
        foreach (var (start, end, count) in SessionFrames.Trials([.. pictures.Select(picture => picture.At)], _settings.Seconds))
            windows.Add(Play(session, start, end, count).GetAwaiter().GetResult());
        return windows;
    }

    async Task<PadWindow> Play(PadSession session, double start, double end, int count)
    {
        var subject = await _player!.NewSubjectAsync();
        var frames = _frames.Read(session, start, end, [])
            .Select(picture => new TimedPicture(picture.Frame, TimeSpan.FromSeconds(picture.At - start)));
        var (decision, events, _) = await _player.PlayAsync(SessionPurpose.Enroll, subject, _settings.Policy, frames);
        await _player.ForgetAsync(subject);
        return new(start, count, decision.Accepted, [.. decision.Reasons.Select(reason => reason.ToString())], decision.Scores,
            events.Any(seen => seen is AuthEvent.Progress progress && progress.Steps["antispoof"] >= 1));
    }
}
