using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Media.Sctp;

/// <summary>Limits and times of an SCTP association over DTLS (RFC 9260 §16). Section "Media:Sctp".</summary>
internal sealed record SctpOptions
{
    /// <summary>Port on both sides, "a=sctp-port" in SDP (RFC 8841 §5). 1–65535, default 5000.</summary>
    [Range(1, 65535)] public int Port { get; init; } = 5000;

    /// <summary>Largest SCTP packet sent, in bytes. 508–1400, default 1160.</summary>
    /// <remarks>The default is 1200 less the DTLS record's 13 + 8 + 16, rounded down to a multiple of 4.</remarks>
    [Range(508, 1400)] public int MaxPacketBytes { get; init; } = 1160;

    /// <summary>Largest message taken or sent, in bytes; a larger one ends the association. 1–1 MiB, default 64 KiB.</summary>
    [Range(1, 1 << 20)] public int MaxMessageBytes { get; init; } = 64 * 1024;

    /// <summary>Bytes held for the peer, waiting for fragments, for their turn or to be taken. 16 KiB–4 MiB, default 256 KiB.</summary>
    [Range(16 * 1024, 4 << 20)] public int ReceiveWindowBytes { get; init; } = 256 * 1024;

    /// <summary>Bytes held until the peer has acknowledged them; more are refused. 16 KiB–16 MiB, default 256 KiB.</summary>
    [Range(16 * 1024, 16 << 20)] public int SendBufferBytes { get; init; } = 256 * 1024;

    /// <summary>Streams asked for and allowed in each direction. 2–65535, default 1024.</summary>
    [Range(2, 65535)] public int Streams { get; init; } = 1024;

    /// <summary>Retransmission timeout before the first round trip is measured (RTO.Initial). Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")] public TimeSpan RtoInitial { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Least retransmission timeout (RTO.Min).</summary>
    /// <remarks>
    /// RFC 9260 §16 has 1 s, written for wide-area telephony. It has to be above what a peer may delay an acknowledgement (200 ms in
    /// browsers) and above two tail loss probes, which come first and cost less; below 400 ms it would fire for a radio that pauses.
    /// Default 400 ms.
    /// </remarks>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")] public TimeSpan RtoMin { get; init; } = TimeSpan.FromMilliseconds(400);

    /// <summary>Greatest retransmission timeout (RTO.Max); a face session lasts seconds. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan RtoMax { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>How long an acknowledgement may wait for company (RFC 9260 §6.2: at most 500 ms). Default 100 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:00.5")] public TimeSpan SackDelay { get; init; } = TimeSpan.FromMilliseconds(100);

    /// <summary>Silence after which a HEARTBEAT is sent; zero sends none, for ICE consent checks do the same. Default 0.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")] public TimeSpan HeartbeatInterval { get; init; }

    /// <summary>Tries of INIT and of COOKIE ECHO (Max.Init.Retransmits). 1–20, default 8.</summary>
    [Range(1, 20)] public int MaxInitRetransmits { get; init; } = 8;

    /// <summary>Timeouts in a row before the peer counts as gone (Association.Max.Retrans). 1–20, default 10.</summary>
    [Range(1, 20)] public int MaxRetransmits { get; init; } = 10;

    /// <summary>Life of a state cookie (Valid.Cookie.Life). Default 60 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")] public TimeSpan CookieLife { get; init; } = TimeSpan.FromSeconds(60);
}
