using FaceAuth.Accuracy.Pictures;
using FaceAuth.Frames;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Reads the pictures of sessions, of a folder or a clip alike, and cuts sessions into trials. Safe from many threads.</summary>
/// <param name="reader">Decodes.</param>
/// <param name="clipRate">Pictures a second taken from a clip.</param>
internal sealed class SessionFrames(PictureReader reader, double clipRate)
{
    /// <summary>Pictures from <paramref name="start"/> until before <paramref name="end"/>; the caller disposes each.</summary>
    /// <param name="session">The session.</param>
    /// <param name="start">Seconds since its first picture.</param>
    /// <param name="end">Seconds since its first picture.</param>
    /// <param name="faults">Receives why pictures could not be read.</param>
    /// <returns>Each with its time and its place in the session.</returns>
    public IEnumerable<(VideoFrame Frame, double At, int Index)> Read(PadSession session, double start, double end, List<string> faults)
    {
        if (session.Clip is { } clip)
        {
            var number = 0;
            foreach (var frame in Clip(clip, faults))
            {
                var at = number / clipRate;
                if (at >= start && at < end) yield return (frame, at, number);
                else frame.Dispose();
                number++;
            }

            yield break;
        }

        var first = 0;
        while (first < session.Pictures.Count && session.Pictures[first].At < start) first++;
        var within = session.Pictures.Skip(first).TakeWhile(picture => picture.At < end).ToList();
        foreach (var picture in reader.ReadMany([.. within.Select(picture => picture.Picture.Path)]))
        {
            if (picture.Frame is { } frame) yield return (frame, within[picture.Index].At, first + picture.Index);
            else faults.Add(picture.Fault!);
        }
    }

    /// <summary>Cuts a session into trials; what is left at its end and shorter than half a trial is none.</summary>
    /// <param name="times">When each picture was taken.</param>
    /// <param name="length">Seconds; null for one trial.</param>
    public static IEnumerable<(double Start, double End, int Pictures)> Trials(IReadOnlyList<double> times, double? length)
    {
        var seconds = length ?? double.PositiveInfinity;
        var trials = 0;
        for (var start = 0.0; times.Count > 0 && start <= times[^1]; start += seconds)
        {
            var within = times.Where(at => at >= start && at < start + seconds).ToList();
            if (trials > 0 && (within.Count < 2 || within[^1] - within[0] < seconds / 2)) break;
            if (within.Count > 0)
            {
                trials++;
                yield return (start, start + seconds, within.Count);
            }

            if (double.IsPositiveInfinity(seconds)) break;
        }
    }

    IEnumerable<VideoFrame> Clip(string path, List<string> faults)
    {
        using var frames = reader.Read(path, FormattableString.Invariant($"fps={clipRate}")).GetEnumerator();
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
