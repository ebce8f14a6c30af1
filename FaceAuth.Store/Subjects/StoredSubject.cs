namespace FaceAuth.Store.Subjects;

/// <summary>A subject as queries select it, its name sealed.</summary>
/// <remarks><c>Suspects</c> of its templates were once found altered and are counted once they were looked at.</remarks>
internal sealed record StoredSubject(
    Guid Id, string Owner, byte[]? NameHash, byte[]? SealedName, byte[] WrappedKey, DateTimeOffset CreatedAt, int TemplateCount,
    DateTimeOffset? EnrolledAt, int Suspects = 0)
{
    public override string ToString() => $"StoredSubject {{ Id = {Id} }}";
}
