namespace FaceAuth.Store.Contracts;

/// <summary>A session that a node runs.</summary>
/// <param name="Session">Its id.</param>
/// <param name="Attempt">The attempt that was counted for it, to be taken back; null for none.</param>
public sealed record PlacedSession(Guid Session, AttemptTicket? Attempt);
