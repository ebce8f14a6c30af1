using System.Diagnostics;

namespace FaceAuth.Testing;

/// <summary>A file system in memory that is soon full; it takes the right to mount one.</summary>
public sealed class SmallDisk : IAsyncDisposable
{
    readonly string _folder = Path.Combine(Path.GetTempPath(), "faceauth-disk-" + Guid.NewGuid().ToString("N"));

    SmallDisk()
    {
    }

    /// <summary>A folder on it.</summary>
    public string DataFolder => Path.Combine(_folder, "data");

    string Filler => Path.Combine(_folder, "filler");

    /// <param name="mebibytes">How much it holds.</param>
    /// <param name="owner">Whose the folder on it is; null for the test's own user.</param>
    public static async Task<SmallDisk> MountAsync(int mebibytes, string? owner = null)
    {
        var disk = new SmallDisk();
        Directory.CreateDirectory(disk._folder);
        try
        {
            await RunAsync("mount", "-t", "tmpfs", "-o", $"size={mebibytes}m", "tmpfs", disk._folder);
        }
        catch (InvalidOperationException fault)
        {
            Directory.Delete(disk._folder);
            throw SharedFiles.CannotRun(fault.Message);
        }

        Directory.CreateDirectory(disk.DataFolder);
        if (owner is not null) await RunAsync("chown", owner, disk.DataFolder);
        return disk;
    }

    /// <summary>To the last page.</summary>
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

    /// <summary>Takes back what <see cref="Fill"/> wrote.</summary>
    public void MakeRoom() => File.Delete(Filler);

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await RunAsync("umount", "-l", _folder);
        Directory.Delete(_folder);
    }

    static async Task RunAsync(params string[] command)
    {
        using var process = Process.Start(new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true })!;
        var error = await process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync();
        if (process.ExitCode != 0) throw new InvalidOperationException($"{command[0]} failed: {error}");
    }
}
