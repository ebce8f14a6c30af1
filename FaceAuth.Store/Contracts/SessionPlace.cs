namespace FaceAuth.Store.Contracts;

/// <summary>The node that runs a session.</summary>
/// <param name="Node">Its id, new at each start.</param>
/// <param name="Address">Where other nodes reach it, as its settings say; null when they do not.</param>
/// <param name="IsHere">Whether it is this one.</param>
public sealed record SessionPlace(Guid Node, string? Address, bool IsHere);
