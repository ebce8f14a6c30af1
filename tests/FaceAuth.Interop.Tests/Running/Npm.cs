namespace FaceAuth.Interop.Tests.Running;

/// <summary>What npm installs for a test: exactly what the lock file names, and no script of it is run.</summary>
static class Npm
{
    /// <summary>Installs what the folder's lock file names.</summary>
    public static async Task InstallAsync(string folder)
    {
        var (code, output) = await ChildProcess.RunAsync(
            "npm", ["ci", "--prefix", folder, "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"], TimeSpan.FromMinutes(3));
        if (code != 0) throw new InvalidOperationException($"npm could not install what {folder} needs:\n{output}");
    }
}
