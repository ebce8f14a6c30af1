using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Media.Dtls;

/// <summary>Bounds on DTLS handshakes. Section "Media:Dtls".</summary>
internal sealed record DtlsOptions
{
    /// <summary>
    /// Threads for handshakes, each busy with one from its first message to its end. 0–256; 0, the default, is twice the cores.
    /// </summary>
    [Range(0, 256)] public int HandshakeThreads { get; init; }

    /// <summary>Handshakes that may wait for a thread. 1–65536, default 256.</summary>
    /// <remarks>More are refused and the peer's retransmission tries again.</remarks>
    [Range(1, 65536)] public int HandshakeQueue { get; init; } = 256;

    /// <summary>Time that a handshake may wait for a thread. 0.1–60 s, default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")] public TimeSpan HandshakeQueueDeadline { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Time that a handshake may take once it has a thread. 1–120 s, default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")] public TimeSpan HandshakeDeadline { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Datagrams that may wait in one handshake's inbox. 4–1024, default 32; more are dropped and counted.</summary>
    [Range(4, 1024)] public int HandshakeInbox { get; init; } = 32;

    /// <summary>Time until an unanswered flight is first sent again; doubles each time. 20–5000 ms, default 100 ms.</summary>
    /// <remarks>
    /// A WebRTC path was just probed by ICE, so the second of RFC 6347 §4.2.4.1 would only delay the first picture.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.020", "00:00:05")] public TimeSpan HandshakeResend { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>
    /// Silence of the peer after which its handshake gives up its thread, if another waits for one. 0.5–60 s, default 3 s.
    /// </summary>
    /// <remarks>A live peer repeats itself sooner, and one that stalls on purpose must not hold a thread until the deadline.</remarks>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:01:00")] public TimeSpan HandshakeStall { get; init; } = TimeSpan.FromSeconds(3);
}
