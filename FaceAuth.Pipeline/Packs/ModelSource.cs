namespace FaceAuth.Pipeline.Packs;

/// <summary>Where a model's file comes from.</summary>
/// <param name="Url">Address pinned to a commit or a release; null where the very file is not published.</param>
/// <param name="Repository">Repository that holds it, owner/name.</param>
/// <param name="Commit">Commit of that repository.</param>
/// <param name="Path">Path in it.</param>
/// <param name="Note">How it was derived, or where the original is.</param>
internal sealed record ModelSource(string? Url, string Repository, string Commit, string Path, string? Note);
