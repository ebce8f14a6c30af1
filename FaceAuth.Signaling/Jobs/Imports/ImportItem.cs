namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>One photo to import.</summary>
/// <param name="File">Its path, relative to the folder or to the list.</param>
/// <param name="Subject">Whose it is, by the owner's name for them.</param>
/// <param name="Group">The group to put them into; null for none.</param>
internal sealed record ImportItem(string File, string Subject, string? Group)
{
    /// <summary>Prints no name.</summary>
    public override string ToString() => "ImportItem { ‹private› }";
}
