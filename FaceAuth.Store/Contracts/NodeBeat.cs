namespace FaceAuth.Store.Contracts;

/// <summary>What a node last said.</summary>
/// <param name="Node">Its id, new at each start.</param>
/// <param name="Beat">Grows for as long as it lives.</param>
public sealed record NodeBeat(Guid Node, long Beat);
