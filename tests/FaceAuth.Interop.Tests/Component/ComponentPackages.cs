using FaceAuth.Interop.Tests.Running;

namespace FaceAuth.Interop.Tests.Component;

/// <summary>The component's sources in a folder of their own, with what npm installs for them; once for all tests.</summary>
static class ComponentPackages
{
    static readonly Lazy<Task<string?>> Made = new(MakeAsync);

    /// <summary>Where they lie in the checkout.</summary>
    public static string Sources { get; } = Path.Combine(Repository.Root, "FaceAuth.Signaling", "Web");

    /// <summary>What is built of them, as it is in the checkout.</summary>
    public static string Built { get; } = Path.Combine(Repository.Root, "FaceAuth.Signaling", "wwwroot", "component");

    /// <summary>The folder; the test that asks is skipped where there is no npm, or no registry to get packages from.</summary>
    public static async Task<string> FolderAsync()
    {
        var folder = await Made.Value;
        Assert.SkipWhen(folder is null, "npm or its registry cannot be reached.");
        return folder!;
    }

    static async Task<string?> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-web-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in Directory.GetFiles(Sources, "*", SearchOption.AllDirectories))
        {
            var inside = Path.GetRelativePath(Sources, file);
            if (inside.Split(Path.DirectorySeparatorChar)[0] is "node_modules" or "dist") continue;
            var copy = Path.Combine(folder, inside);
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        if (!(Environment.GetEnvironmentVariable("PATH") ?? "").Split(':').Any(path => File.Exists(Path.Combine(path, "npm")))) return null;
        var (code, said) = await ChildProcess.RunAsync(
            "npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], TimeSpan.FromMinutes(3));
        if (code == 0) return folder;
        string[] away = ["ENOTFOUND", "EAI_AGAIN", "ECONNREFUSED", "ENETUNREACH", "ETIMEDOUT", "ENOTCACHED"];
        return away.Any(said.Contains) ? null : throw new InvalidOperationException("npm ci failed:\n" + said);
    }
}
