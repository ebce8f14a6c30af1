using System.Text.Json;
using FaceAuth.Accuracy.Examining;
using FaceAuth.Accuracy.Pad;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Accuracy.Playing;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Looks at each picture alone, then plays some seconds at a time through the whole pipeline. One thread.</summary>
internal sealed class FunnelWorker : IDisposable
{
    readonly PadSettings _settings;
    readonly SessionFrames _frames;
    readonly GateReadings _readings;
    readonly FaceExaminer _examiner;
    readonly SessionPlayer? _player;
    readonly Dictionary<string, int> _lost = [];

    public FunnelWorker(PadSettings settings, PictureReader reader, FaceExaminers examiners, GateReadings readings)
    {
        (_settings, _readings, _frames) = (settings, readings, new SessionFrames(reader, settings.ClipRate));
        _examiner = examiners.ForWorker(scoresLive: true, embeds: false);
        if (!settings.PlaysSessions) return;
        _player = SessionPlayer.StartAsync(settings.Configuration).GetAwaiter().GetResult();
        _player.Watcher = Count;
    }

    /// <summary>Plays one.</summary>
    public FunnelResult Play(FunnelSession session)
    {
        List<FunnelPicture> pictures = [];
        List<string> faults = [];
        foreach (var (frame, at, index) in _frames.Read(session.Session, 0, double.PositiveInfinity, faults))
        {
            _examiner.Examine(frame, []);
            pictures.Add(Describe(index, at));
        }

        List<FunnelTrial> trials = [];
        if (_player is not null && session.IsPlayed)
        {
            foreach (var (start, end, _) in SessionFrames.Trials([.. pictures.Select(picture => picture.At)], _settings.Seconds))
                trials.Add(Play(session.Session, start, end).GetAwaiter().GetResult());
        }

        var fault = faults.FirstOrDefault() ?? (pictures.Count == 0 ? "no picture" : null);
        return new(fault, faults.Count, pictures, trials);
    }

    public void Dispose()
    {
        _examiner.Dispose();
        _player?.DisposeAsync().AsTask().GetAwaiter().GetResult();
    }

    FunnelPicture Describe(int index, double at)
    {
        var frame = _examiner.Evidence;
        var lost = _readings.Lost(frame, _examiner.Found, out var beyond);
        var box = frame.Box;
        float[]? face = frame.Faces == 0 ? null :
            [box.X / frame.Width, box.Y / frame.Height, box.Width / frame.Width, box.Height / frame.Height];
        return new(index, at, lost?.Gate, lost?.Value ?? 0, lost?.Limit ?? 0, lost?.IsLeast ?? false, beyond, face);
    }

    void Count(FrameEvidence frame)
    {
        if (_readings.Lost(frame, [], out _) is { } lost) _lost[lost.Gate] = _lost.GetValueOrDefault(lost.Gate) + 1;
    }

    async Task<FunnelTrial> Play(PadSession session, double start, double end)
    {
        _lost.Clear();
        var subject = await _player!.NewSubjectAsync();
        var frames = _frames.Read(session, start, end, [])
            .Select(picture => new TimedPicture(picture.Frame, TimeSpan.FromSeconds(picture.At - start)));
        var (decision, events, _) = await _player.PlayAsync(SessionPurpose.Enroll, subject, _settings.Policy, frames);
        await _player.ForgetAsync(subject);
        return new(
            start, decision.Accepted,
            [.. decision.Reasons.Select(reason => JsonNamingPolicy.SnakeCaseLower.ConvertName(reason.ToString()))],
            decision.Scores, new Dictionary<string, int>(_lost), [.. FunnelTrial.Steps.Where(IsReached)]);

        bool IsReached(string step) =>
            decision.Accepted || events.Any(seen => seen is AuthEvent.Progress progress && progress.Steps[step] >= 1);
    }
}
