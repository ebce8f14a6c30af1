namespace FaceAuth.Store.Contracts;

/// <summary>Keeps which of an owner's subjects are in which of its groups. Safe from many threads and many nodes.</summary>
/// <remarks>
/// A group is searched by <see cref="ITemplateStore.NearestAsync"/>; other processes' searches see a change within a second.
/// </remarks>
public interface IGroupStore
{
    /// <summary>Longest name of a group, in characters.</summary>
    const int MostName = 64;

    /// <summary>Finds the owner's group of that name or creates it, empty.</summary>
    /// <exception cref="InvalidOperationException">The owner has 1000 groups.</exception>
    ValueTask<Group> GetOrCreateAsync(string owner, string name, CancellationToken cancellation);

    /// <summary>Finds the owner's group of that name; null when there is none.</summary>
    ValueTask<Group?> FindAsync(string owner, string name, CancellationToken cancellation);

    /// <summary>Finds a group by id; null when there is none.</summary>
    ValueTask<Group?> FindAsync(Guid groupId, CancellationToken cancellation);

    /// <summary>Names of groups by their ids, at most 1000; those that there are.</summary>
    ValueTask<IReadOnlyDictionary<Guid, string>> NamesAsync(IReadOnlyCollection<Guid> groupIds, CancellationToken cancellation);

    /// <summary>The owner's groups by name, at most <paramref name="count"/> after <paramref name="afterName"/>.</summary>
    ValueTask<IReadOnlyList<Group>> ListAsync(string owner, string? afterName, int count, CancellationToken cancellation);

    /// <summary>The groups that a subject is in, by name; those whose membership was altered from outside are not among them.</summary>
    ValueTask<IReadOnlyList<Group>> OfAsync(Guid subjectId, CancellationToken cancellation);

    /// <summary>Deletes a group, not its subjects; false when there is none.</summary>
    ValueTask<bool> DeleteAsync(Guid groupId, CancellationToken cancellation);

    /// <summary>Puts subjects of the group's owner into it, at most 1000 at once; all or none.</summary>
    /// <returns>How many were not in it before.</returns>
    /// <exception cref="SubjectNotFoundException">One of them does not exist or is another owner's.</exception>
    /// <exception cref="GroupNotFoundException">The group does not exist or was deleted.</exception>
    ValueTask<int> AddAsync(Guid groupId, IReadOnlyCollection<Guid> subjectIds, CancellationToken cancellation);

    /// <summary>Takes a subject out of a group; false when it was not in it.</summary>
    ValueTask<bool> RemoveAsync(Guid groupId, Guid subjectId, CancellationToken cancellation);

    /// <summary>A group's subjects in the order in which they were made; as <see cref="ISubjectStore.ListAsync"/>.</summary>
    /// <remarks>One whose membership was altered from outside is not among them.</remarks>
    ValueTask<IReadOnlyList<Subject>> MembersAsync(Guid groupId, Guid? after, int count, CancellationToken cancellation);
}
