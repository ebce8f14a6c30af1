using FaceAuth.Store.Contracts;
using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

public sealed class SqliteReviewPicturesTests : ReviewPicturesContract
{
    readonly string _folder = SqliteStore.NewFolder();

    [Fact]
    public async Task No_file_ever_holds_a_picture_and_none_holds_what_was_deleted()
    {
        await using var store = await SqliteStore.OpenAsync();
        var (session, now) = (Guid.NewGuid(), store.Clock.GetUtcNow());
        await store.Sessions.CreateAsync(
            new(session, "rp:1", SessionPurpose.Identify, null, "nonce-nonce", "passive", default, now, now.AddMinutes(1)), Cancellation);
        await store.Sessions.TryEndAsync(session, new(SessionState.Decided, "rejected", [], null, null, now), Cancellation);
        var pictures = store.Get<IReviewPictures>();
        await pictures.KeepAsync(session, [Picture(1), Picture(2)], now.AddDays(1), Cancellation);
        var sealedBytes = await store.QueryAsync(context => Task.FromResult(context.ReviewPictures.Select(p => p.Sealed).ToList()));

        Assert.All(sealedBytes, bytes => Assert.True(IsInAFile(store, bytes)));
        Assert.False(IsInAFile(store, Picture(1).Jpeg.ToArray()));
        Assert.False(IsInAFile(store, Picture(2).Jpeg.ToArray()));
        store.Clock.Advance(TimeSpan.FromDays(1));
        await pictures.DeleteExpiredAsync(Cancellation);

        Assert.All(sealedBytes, bytes => Assert.False(IsInAFile(store, bytes)));
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    private protected override async Task<StoreUnderTest> OpenStoreAsync() => await SqliteStore.OpenAsync(_folder);

    /// <summary>Whether its beginning or a piece of its middle is in a file: the first byte of an envelope is its version.</summary>
    static bool IsInAFile(SqliteStore store, byte[] bytes) => Directory.GetFiles(store.Folder).Select(ReadShared).Any(
        file => file.AsSpan().IndexOf(bytes.AsSpan(1, 12)) >= 0 || file.AsSpan().IndexOf(bytes.AsSpan(bytes.Length / 3, 12)) >= 0);

    static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }

    static CancellationToken Cancellation => TestContext.Current.CancellationToken;
}
