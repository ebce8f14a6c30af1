using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Keeps the key of <see cref="PersonalSeal"/>.</summary>
/// <remarks>One that is gone is not made anew while there are rows that are found by it: nobody would be found any more.</remarks>
internal sealed class PersonalKeys(StoreDatabase database, IStoreEngine engine, KeyRing ring, PersonalSeal seal)
    : StoreKey(database, engine, ring)
{
    public override string Name => "key of names";

    protected override ReadOnlySpan<byte> Label => "FaceAuth personal key v1"u8;

    protected override byte[]? Stored(StoreInfoRow info) => info.PersonalKey;

    protected override void Store(StoreInfoRow info, byte[] wrapped) => info.PersonalKey = wrapped;

    protected override void DeriveWrapKey(MasterKey root, Span<byte> key) => root.DerivePersonalWrapKey(key);

    protected override void Open(ReadOnlySpan<byte> key) => seal.Open(key);

    protected override async Task<bool> IsUnusedAsync(FaceAuthDbContext context, CancellationToken cancellation) =>
        !await context.Subjects.AnyAsync(s => s.NameHash != null, cancellation)
        && !await context.Users.AnyAsync(u => u.SealedName != null, cancellation)
        && !await context.Sessions.AnyAsync(s => s.SealedVerdict != null || s.SealedTimeline != null, cancellation)
        && !await context.SessionCourses.AnyAsync(cancellation)
        && !await context.Webhooks.AnyAsync(cancellation)
        && !await context.ReviewPictures.AnyAsync(cancellation);
}
