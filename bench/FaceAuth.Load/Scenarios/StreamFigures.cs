using FaceAuth.Load.Clients;
using FaceAuth.Load.Reports;

namespace FaceAuth.Load.Scenarios;

/// <summary>Figures that several scenarios share.</summary>
internal static class StreamFigures
{
    /// <summary>How connecting went.</summary>
    public static IEnumerable<LoadFigure> OfConnecting(IReadOnlyCollection<LoadClient> clients, int wanted)
    {
        double[] times =
            [.. clients.Select(client => client.ConnectedAfter).OfType<TimeSpan>().Select(after => after.TotalMilliseconds).Order()];
        yield return LoadFigure.All("sessions up", clients.Count(client => client.IsUp), wanted);
        if (clients.Where(client => !client.IsUp).GroupBy(WhyDown).OrderBy(group => group.Key).ToArray() is { Length: > 0 } down)
            yield return LoadFigure.Plain("sessions down", null) with
            {
                Measured = string.Join(", ", down.Select(group => $"{group.Key} {group.Count()}")),
            };
        foreach (var share in new[] { 0.5, 0.95, 0.99 })
        {
            yield return LoadFigure.Plain(
                $"offer → connected, p{share * 100:0}",
                times.Length == 0 ? null : times[Math.Max(0, (int)Math.Ceiling(times.Length * share) - 1)], "ms");
        }
    }

    static string WhyDown(LoadClient client) =>
        client.End is { } end
            ? $"{(client.ConnectedAfter is null ? "before" : "after")} they were up: {end}"
            : "not connected within the client's patience";

    /// <summary>How streams fared: all pictures, no pause, nothing lost by the server itself.</summary>
    public static IEnumerable<LoadFigure> OfStreams(LoadWindow window)
    {
        yield return LoadFigure.All("pictures received", window.After.WindowPictures, window.Sent);
        yield return LoadFigure.AtMost("pauses over 200 ms", window.After.Gaps, 0);
        yield return LoadFigure.Plain("longest pause", window.LongestGapMs, "ms");
        yield return LoadFigure.AtMost(
            "datagrams dropped by the server's sockets", window.Last?.SocketDrops - window.First?.SocketDrops, 0);
        yield return LoadFigure.AtMost("packets and pictures dropped by the server", OwnDrops(window), 0);
        yield return LoadFigure.Plain("packets asked for again and received", window.After.Retransmitted - window.Before.Retransmitted);
        if (window.First is not null)
        {
            yield return LoadFigure.Plain("picture sent → whole, p50", window.After.DelayP50Ms, "ms");
            yield return LoadFigure.Plain("picture sent → whole, p99", window.After.DelayP99Ms, "ms");
        }

        yield return LoadFigure.Plain("sent late by our own side, longest", window.LongestLate.TotalMilliseconds, "ms");
        yield return LoadFigure.Plain("left out by our own side", window.Late);
    }

    /// <summary>What it cost.</summary>
    public static IEnumerable<LoadFigure> OfProcessor(LoadWindow window, double? mostCores)
    {
        if (window.Seconds is not { } seconds) yield break;
        var cores = window.ProcessorSeconds / seconds;
        yield return LoadFigure.Plain("datagrams a second", window.Datagrams / seconds);
        yield return mostCores is { } most ? LoadFigure.AtMost("server, cores", cores, most) : LoadFigure.Plain("server, cores", cores);
        yield return LoadFigure.Plain("of it receiving threads, cores", window.ReceiverSeconds / seconds);
        yield return LoadFigure.Plain("collections of generation 0, 1, 2", window.End.Collections[0] - window.Before.Collections[0]) with
        {
            Measured = string.Join(", ", window.End.Collections.Zip(window.Before.Collections, (after, before) => after - before)),
        };
        yield return LoadFigure.Plain("stopped for collections", window.End.PausedMs - window.Before.PausedMs, "ms");
        yield return LoadFigure.Plain(
            "allocated a datagram", (window.End.AllocatedBytes - window.Before.AllocatedBytes) / Math.Max(1.0, window.Datagrams), "B");
    }

    /// <summary>What the server itself threw away for want of room.</summary>
    static long OwnDrops(LoadWindow window)
    {
        string[] reasons = ["RtpNoBuffer", "EarlyMedia"];
        return reasons.Sum(
            reason => window.After.PacketsDiscarded.GetValueOrDefault(reason) - window.Before.PacketsDiscarded.GetValueOrDefault(reason))
            + window.After.PicturesDropped - window.Before.PicturesDropped;
    }
}
