namespace FaceAuth.Store.Search;

/// <summary>A protected vector on its way into a search index.</summary>
/// <param name="Id">Template id.</param>
/// <param name="SubjectId">Whose it is.</param>
/// <param name="Vector">Transformed, float32.</param>
internal readonly record struct StoredTemplate(Guid Id, Guid SubjectId, float[] Vector)
{
    public override string ToString() => $"StoredTemplate {{ Id = {Id} }}";
}
