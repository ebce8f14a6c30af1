namespace FaceAuth.Media.Stats;

/// <summary>One object of a stats report.</summary>
/// <remarks>
/// Names, units and meanings are those of W3C webrtc-stats (https://www.w3.org/TR/webrtc-stats/), seen from this side; what is not known
/// here is left out. Addresses are never among them.
/// </remarks>
/// <param name="Id">Unique within the report, the same from one report to the next.</param>
/// <param name="Type">RTCStatsType, "inbound-rtp" for instance.</param>
/// <param name="Timestamp">When it was taken, milliseconds since 1970 UTC.</param>
public abstract record RtcStats(string Id, string Type, double Timestamp);
