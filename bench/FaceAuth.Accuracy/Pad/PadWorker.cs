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
    readonly PictureReader _reader;
    readonly FaceExaminer _examiner;
    readonly SessionPlayer? _player;

    public PadWorker(PadSettings settings, PictureReader reader, FaceExaminers examiners)
    {
        (_settings, _reader) = (settings, reader);
        _examiner = examiners.ForWorker(scoresLive: true, embeds: true);
        if (settings.PlaysSessions) _player = SessionPlayer.StartAsync(settings.Configuration).GetAwaiter().GetResult();
    }

    /// <summary>Plays one.</summary>
    public PadResult Play(PadSession session)
    {
        List<PadPicture> pictures = [];
        List<string> faults = [];
        foreach (var (frame, at) in Frames(session, 0, double.PositiveInfinity, faults))
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
        var seconds = _settings.Seconds ?? double.PositiveInfinity;
        for (var start = 0.0; start <= pictures[^1].At; start += seconds)
        {
            var within = pictures.Where(picture => picture.At >= start && picture.At < start + seconds).ToList();
            // what is left at the end is no session of that length
            if (windows.Count > 0 && (within.Count < 2 || within[^1].At - within[0].At < seconds / 2)) break;
            if (within.Count > 0) windows.Add(Play(session, start, start + seconds, within.Count).GetAwaiter().GetResult());
            if (double.IsPositiveInfinity(seconds)) break;
        }

        return windows;
    }

    async Task<PadWindow> Play(PadSession session, double start, double end, int count)
    {
        var subject = await _player!.NewSubjectAsync();
        var frames = Frames(session, start, end, [])
            .Select(picture => new TimedPicture(picture.Frame, TimeSpan.FromSeconds(picture.At - start)));
        var (decision, events, _) = await _player.PlayAsync(SessionPurpose.Enroll, subject, _settings.Policy, frames);
        await _player.ForgetAsync(subject);
        return new(start, count, decision.Accepted, [.. decision.Reasons.Select(reason => reason.ToString())], decision.Scores,
            events.Any(seen => seen is AuthEvent.Progress progress && progress.Steps["antispoof"] >= 1));
    }

    IEnumerable<(VideoFrame Frame, double At)> Frames(PadSession session, double start, double end, List<string> faults)
    {
        if (session.Clip is { } clip)
        {
            var number = 0;
            foreach (var frame in Clip(clip, faults))
            {
                var at = number++ / _settings.ClipRate;
                if (at >= start && at < end) yield return (frame, at);
                else frame.Dispose();
            }

            yield break;
        }

        var pictures = session.Pictures.Where(picture => picture.At >= start && picture.At < end).ToList();
        foreach (var picture in _reader.ReadMany([.. pictures.Select(picture => picture.Picture.Path)]))
        {
            if (picture.Frame is { } frame) yield return (frame, pictures[picture.Index].At);
            else faults.Add(picture.Fault!);
        }
    }

    IEnumerable<VideoFrame> Clip(string path, List<string> faults)
    {
        using var frames = _reader.Read(path, FormattableString.Invariant($"fps={_settings.ClipRate}")).GetEnumerator();
        while (true)
        {
            try
            {
                if (!frames.MoveNext()) yield break;
            }
            catch (PictureException e)
            {
                faults.Add(e.Message);
                yield break;
            }

            yield return frames.Current;
        }
    }
}
