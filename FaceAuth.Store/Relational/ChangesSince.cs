namespace FaceAuth.Store.Relational;

/// <summary>What an engine answers to the question what was committed since a mark of its own.</summary>
/// <param name="Mark">The mark to ask with next.</param>
/// <param name="Changes">Each change once; null where they were too many, or the mark is of another server: all may have changed.</param>
internal sealed record ChangesSince(string Mark, IReadOnlyList<ChangeRow>? Changes);
