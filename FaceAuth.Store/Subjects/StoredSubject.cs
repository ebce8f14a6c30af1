namespace FaceAuth.Store.Subjects;

/// <summary>A subject as queries select it, its name sealed.</summary>
internal sealed record StoredSubject(
    Guid Id, string Owner, byte[]? NameHash, byte[]? SealedName, byte[] WrappedKey, DateTimeOffset CreatedAt, int TemplateCount,
    DateTimeOffset? EnrolledAt)
{
    public override string ToString() => $"StoredSubject {{ Id = {Id} }}";
}
