namespace FaceAuth.Media.Stats;

/// <summary>RTCIceCandidatePairStats of the pair that is sent on. A lite agent sends no checks, so it has no round trip.</summary>
/// <param name="Id">See <see cref="RtcStats"/>.</param>
/// <param name="Timestamp">See <see cref="RtcStats"/>.</param>
public sealed record CandidatePairStats(string Id, double Timestamp) : RtcStats(Id, "candidate-pair", Timestamp)
{
    /// <summary>Id of its transport.</summary>
    public string TransportId { get; init; } = "";

    /// <summary>RTCStatsIceCandidatePairState.</summary>
    public string State { get; init; } = "succeeded";

    /// <summary>Whether the browser has chosen it for good.</summary>
    public bool Nominated { get; init; }

    /// <summary>"udp" or "tcp": the local candidate's.</summary>
    public string Protocol { get; init; } = "udp";

    /// <summary>Good checks received, over all pairs.</summary>
    public long RequestsReceived { get; init; }

    /// <summary>Answers sent, over all pairs.</summary>
    public long ResponsesSent { get; init; }
}
