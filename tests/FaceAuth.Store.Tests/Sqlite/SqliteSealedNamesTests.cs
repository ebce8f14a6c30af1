using FaceAuth.Store.Tests.Contracts;

namespace FaceAuth.Store.Tests.Sqlite;

/// <summary>Looks at the bytes of the files, the write-ahead log too.</summary>
public sealed class SqliteSealedNamesTests : SealedNamesContract
{
    readonly string _folder = SqliteStore.NewFolder();
    string _master = "";

    private protected override async Task<StoreUnderTest> OpenAsync(string? keyFile = null) =>
        await SqliteStore.OpenAsync(_folder, keyFile is null ? ("MasterKey", _master) : ("MasterKeyFile", keyFile));

    private protected override Task<IReadOnlyList<byte[]>> DumpAsync() => Task.FromResult<IReadOnlyList<byte[]>>(
        [.. Directory.GetFiles(_folder, "faceauth.db*").Select(ReadShared)]);

    public override ValueTask InitializeAsync()
    {
        _master = Convert.ToBase64String(System.Security.Cryptography.RandomNumberGenerator.GetBytes(32));
        return ValueTask.CompletedTask;
    }

    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    static byte[] ReadShared(string path)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var bytes = new byte[stream.Length];
        stream.ReadExactly(bytes);
        return bytes;
    }
}
