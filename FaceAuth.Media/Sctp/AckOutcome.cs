namespace FaceAuth.Media.Sctp;

/// <summary>What an acknowledgement changed.</summary>
/// <param name="Advanced">The cumulative TSN moved.</param>
/// <param name="AcknowledgedBytes">Bytes on the wire newly acknowledged.</param>
/// <param name="ReleasedBytes">Bytes of user data that need not be kept any longer.</param>
/// <param name="RoundTrip">The round trip measured for the timeout, at most one at a time.</param>
internal readonly record struct AckOutcome(bool Advanced, int AcknowledgedBytes, int ReleasedBytes, TimeSpan? RoundTrip);
