namespace FaceAuth.Store.Contracts;

/// <summary>A call named a group that does not exist or was deleted.</summary>
public sealed class GroupNotFoundException(Guid groupId)
    : Exception($"Group {groupId} does not exist. Create it before putting subjects into it.")
{
    /// <summary>The group asked for.</summary>
    public Guid GroupId { get; } = groupId;
}
