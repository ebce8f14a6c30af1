namespace FaceAuth.Store.Search;

/// <summary>An index for the nearest rows, as the database has it.</summary>
/// <param name="Name">Its name there.</param>
/// <param name="Model">Whose templates; null where that was not written down, as of one that is being made.</param>
/// <param name="Space">What lies in it; null where the name does not say.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="IsWhole">Whether it can be used.</param>
internal sealed record StoredIndex(string Name, string? Model, TemplateSpace? Space, long Bytes, bool IsWhole);
