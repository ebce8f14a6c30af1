using System.Security.Cryptography;
using FaceAuth.Testing;

namespace FaceAuth.Signaling.Tests.Keys;

/// <summary>The built command with a master key that is not the store's.</summary>
public sealed class RefusedRotationTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-refused-").FullName;

    [Fact]
    public async Task A_rotation_with_the_wrong_master_key_leaves_no_new_one()
    {
        var store = Path.Combine(_folder, "store");
        Assert.Equal(0, (await CommandProcess.RunAsync("db", "migrate", "--Store:Directory", store)).Code);
        var key = Path.Combine(_folder, "new.key");
        var wrong = Convert.ToBase64String(RandomNumberGenerator.GetBytes(32));

        var (code, _, error) = await CommandProcess.RunAsync(
            "keys", "rotate-master", "--to-file", key, "--Store:Directory", store, "--Store:MasterKey", wrong);

        Assert.Equal(1, code);
        Assert.Contains("The master key is not the one", error, StringComparison.Ordinal);
        Assert.Equal([store], Directory.GetFileSystemEntries(_folder));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
