using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Subjects;

/// <summary>Looks again at templates that were once found altered.</summary>
internal interface ISuspectTemplates
{
    /// <summary>How many of them hold, of each of these subjects; those of whom none does are left out.</summary>
    Task<IReadOnlyDictionary<Guid, int>> CountSoundAsync(
        FaceAuthDbContext context, IReadOnlyCollection<Guid> subjects, CancellationToken cancellation);
}
