namespace FaceAuth.Media.Stats;

/// <summary>RTCTransportStats of the one transport, with ICE, DTLS and SRTP.</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record TransportStats(string Id, double Timestamp) : RtcStats(Id, "transport", Timestamp)
{
    /// <summary>Datagrams sent.</summary>
    public long PacketsSent { get; init; }

    /// <summary>Datagrams received.</summary>
    public long PacketsReceived { get; init; }

    /// <summary>Their bytes.</summary>
    public long BytesSent { get; init; }

    /// <summary>Their bytes.</summary>
    public long BytesReceived { get; init; }

    /// <summary>RTCIceRole: "controlled", as a lite agent always is.</summary>
    public string IceRole { get; init; } = "controlled";

    /// <summary>Our username fragment; another one after an ICE restart.</summary>
    public string IceLocalUsernameFragment { get; init; } = "";

    /// <summary>RTCIceTransportState.</summary>
    public string IceState { get; init; } = "";

    /// <summary>RTCDtlsTransportState.</summary>
    public string DtlsState { get; init; } = "";

    /// <summary>RTCDtlsRole.</summary>
    public string DtlsRole { get; init; } = "";

    /// <summary>"FEFD", DTLS 1.2; null before the handshake is done.</summary>
    public string? TlsVersion { get; init; }

    /// <summary>Name of the cipher suite; null before the handshake is done.</summary>
    public string? DtlsCipher { get; init; }

    /// <summary>Name of the SRTP profile; null before the handshake is done.</summary>
    public string? SrtpCipher { get; init; }

    /// <summary>Id of the pair that is sent on; null before there is one.</summary>
    public string? SelectedCandidatePairId { get; init; }

    /// <summary>How often that was another one.</summary>
    public long SelectedCandidatePairChanges { get; init; }
}
