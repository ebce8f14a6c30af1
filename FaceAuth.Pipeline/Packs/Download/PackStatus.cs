namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>A pack, and what of it is on this machine.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Description">What it is for, one sentence.</param>
/// <param name="Licence">Its licences, one sentence.</param>
/// <param name="NonCommercial">Whether a member forbids commercial use, so that the licence must be accepted first.</param>
/// <param name="Parts">One for each role.</param>
public sealed record PackStatus(string Name, string Description, string Licence, bool NonCommercial, IReadOnlyList<PartStatus> Parts)
{
    /// <summary>Whether the server can use it.</summary>
    public bool IsHere => Parts.All(part => part.Path is not null);

    /// <summary>Size of all its files.</summary>
    public long Bytes => Parts.Sum(part => part.Bytes);
}
