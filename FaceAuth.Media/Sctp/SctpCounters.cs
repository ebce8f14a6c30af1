namespace FaceAuth.Media.Sctp;

/// <summary>What an association counted. Written by its owner only.</summary>
internal sealed class SctpCounters
{
    /// <summary>Packets received whose header was good.</summary>
    public long PacketsReceived { get; set; }

    /// <summary>Packets sent.</summary>
    public long PacketsSent { get; set; }

    /// <summary>Packets too short, with wrong ports or with chunks that do not fit.</summary>
    public long PacketsMalformed { get; set; }

    /// <summary>Packets whose CRC32c was wrong.</summary>
    public long PacketsBadChecksum { get; set; }

    /// <summary>Packets whose verification tag was not ours.</summary>
    public long PacketsBadTag { get; set; }

    /// <summary>DATA chunks sent for the first time.</summary>
    public long DataSent { get; set; }

    /// <summary>DATA chunks sent again.</summary>
    public long DataRetransmitted { get; set; }

    /// <summary>Round trips in which a loss was found without a timeout.</summary>
    public long FastRetransmits { get; set; }

    /// <summary>Tail loss probes sent.</summary>
    public long Probes { get; set; }

    /// <summary>DATA chunks sent again that had not been lost.</summary>
    public long NeedlessRetransmits { get; set; }

    /// <summary>T3-rtx timeouts.</summary>
    public long Timeouts { get; set; }

    /// <summary>DATA chunks received that were new.</summary>
    public long DataReceived { get; set; }

    /// <summary>DATA chunks received again.</summary>
    public long DataDuplicate { get; set; }

    /// <summary>DATA chunks dropped because the receive window was full.</summary>
    public long DataBeyondWindow { get; set; }

    /// <summary>Messages whose delivery was given up, ours (RFC 3758).</summary>
    public long MessagesAbandoned { get; set; }

    /// <summary>Messages refused because the send buffer was full.</summary>
    public long SendsRefused { get; set; }

    /// <summary>Attempts to restart the association with a second INIT, refused.</summary>
    public long RestartsRefused { get; set; }

    /// <summary>State cookies that were forged, stale or of another association.</summary>
    public long CookiesRefused { get; set; }
}
