namespace FaceAuth.Store.Templates;

/// <summary>Subjects by their ids in the database's order: from the first on and before the last; null where there is no end.</summary>
internal readonly record struct SubjectRange(Guid? From, Guid? Before)
{
    /// <summary>All of them.</summary>
    public static readonly SubjectRange All = new(null, null);
}
