using FaceAuth.Load.Measuring;
using FaceAuth.Load.Sessions;

namespace FaceAuth.Load.Tests.Sessions;

/// <summary>Steps as a run would have found them.</summary>
static class Steps
{
    /// <summary>A step whose people were all accepted, after these seconds; the server used half a core for a minute.</summary>
    public static SessionsStep Of(int rate, double[] accepted, params PlayedSession[] others) =>
        new(rate, TimeSpan.FromSeconds(60), [.. accepted.Select(Accepted), .. others],
            accepted.Length, Sample(0, 10), Sample(60, 40), 512 * 1048576L);

    /// <summary>Somebody who was not accepted.</summary>
    public static PlayedSession Other(SessionEnd end, string why) => new(end, TimeSpan.Zero, TimeSpan.FromSeconds(1), why);

    static PlayedSession Accepted(double took) => new(SessionEnd.Accepted, TimeSpan.Zero, TimeSpan.FromSeconds(took), null);

    static ServerSample Sample(double at, double processor) => new()
    {
        At = TimeSpan.FromSeconds(at),
        ProcessorSeconds = processor,
        ReceiverSeconds = 0,
        Threads = 1,
        ResidentBytes = 0,
        Handles = 0,
        SocketDrops = 0,
    };
}
