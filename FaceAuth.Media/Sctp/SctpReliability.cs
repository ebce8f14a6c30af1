namespace FaceAuth.Media.Sctp;

/// <summary>How a message is delivered (RFC 8831 §6.1, RFC 3758, RFC 7496).</summary>
/// <param name="IsUnordered">It need not wait for earlier messages of its stream.</param>
/// <param name="MaxRetransmits">Given up after so many retransmissions; null: never for that reason.</param>
/// <param name="Lifetime">Given up after so long; null: never for that reason.</param>
internal readonly record struct SctpReliability(bool IsUnordered = false, int? MaxRetransmits = null, TimeSpan? Lifetime = null);
