using FaceAuth.Testing;

namespace FaceAuth.Store.Tests;

/// <summary>A file system in memory that is soon full; it takes the right to mount one.</summary>
internal sealed class SmallDisk : IAsyncDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), "faceauth-disk-" + Guid.NewGuid().ToString("N"));

    SmallDisk()
    {
    }

    /// <summary>Belongs to PostgreSQL's user.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    string Filler => Path.Combine(_folder, "filler");

    public static async Task<SmallDisk> MountAsync(int mebibytes)
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk._folder);
        try
        {
            await OwnPostgres.RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk._folder);
        }
        catch (InvalidOperationException fault)
        {
            Directory.Delete(disk._folder);
            throw SharedFiles.CannotRun(fault.Message);
        }

        Directory.CreateDirectory(disk.DataFolder);
        await OwnPostgres.RunAsync("chown", "postgres", disk.DataFolder);
        return disk;
    }

    public void Fill()
    {
        using var filler = File.Create(Filler);
        var page = new byte[4096];
        try
        {
            while (true) filler.Write(page);
        }
        catch (IOException)
        {
            // full
        }
    }

    public void MakeRoom() => File.Delete(Filler);

    public async ValueTask DisposeAsync()
    {
        await OwnPostgres.RunAsync("umount", "-l", _folder);
        Directory.Delete(_folder);
    }
}
