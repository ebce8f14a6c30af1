namespace FaceAuth.Store.Contracts;

/// <summary>What an erasure took away, for its receipt.</summary>
/// <param name="At">UTC.</param>
/// <param name="Templates">Face templates of all models, with the key that opened them.</param>
/// <param name="Verdicts">Verdicts of its sessions, in which its name stood.</param>
/// <param name="Consents">Records of its consent.</param>
/// <param name="Groups">Groups that it was in.</param>
/// <param name="Pictures">Pictures of its sessions that were kept for review.</param>
public sealed record Erasure(DateTimeOffset At, int Templates, int Verdicts, int Consents, int Groups, int Pictures);
