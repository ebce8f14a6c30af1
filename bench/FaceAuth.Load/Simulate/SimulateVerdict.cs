namespace FaceAuth.Load.Simulate;

/// <summary>The decision, checked.</summary>
/// <param name="Accepted">Whether the person was accepted.</param>
/// <param name="Reasons">Reason codes.</param>
/// <param name="Jws">The signed verdict.</param>
/// <param name="Subject">Whom it is about, as the verdict says; null when nobody was found, or before it was read.</param>
internal sealed record SimulateVerdict(bool Accepted, IReadOnlyList<string> Reasons, string Jws, string? Subject = null);
