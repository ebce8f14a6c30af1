namespace FaceAuth.Store.Search;

/// <summary>What the database offers for the nearest rows.</summary>
/// <param name="Indexes">The indexes that there are, whole or not.</param>
/// <param name="Version">Of what makes and reads them.</param>
internal sealed record NearestState(IReadOnlyList<StoredIndex> Indexes, Version Version)
{
    public bool Has(TemplateSpace space) => Indexes.Any(index => index.IsWhole && index.Space == space);
}
