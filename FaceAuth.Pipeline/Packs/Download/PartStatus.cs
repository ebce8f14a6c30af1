namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>What fills one role of a pack on this machine, or would.</summary>
/// <param name="Role">The role: detector, mesh, pose, …</param>
/// <param name="ModelId">The model that is used; where none is here, the one to fetch.</param>
/// <param name="File">Its file's name.</param>
/// <param name="Bytes">Its size.</param>
/// <param name="Licence">Its licence's name.</param>
/// <param name="Path">Where it lies; null where it is missing.</param>
/// <param name="Unpublished">
/// Where it comes from if no address has it as a file, so that only a mirror or a person can bring it; null where one has.
/// </param>
/// <param name="Alternatives">
/// Models that would fill the role as well and can be fetched, if this one cannot; empty where its file is here.
/// </param>
public sealed record PartStatus(
    string Role, string ModelId, string File, long Bytes, string Licence, string? Path, string? Unpublished,
    IReadOnlyList<string> Alternatives);
