namespace FaceAuth.Store.Contracts;

/// <summary>What a reader of the <see cref="IChangeFeed"/> learns.</summary>
/// <param name="Kind">Which of the two it is.</param>
/// <param name="Message">A message's bytes; empty for the other kind.</param>
public readonly record struct Change(ChangeKind Kind, ReadOnlyMemory<byte> Message);
