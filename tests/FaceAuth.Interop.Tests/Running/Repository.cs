namespace FaceAuth.Interop.Tests.Running;

/// <summary>Where things lie in the checkout that these tests were built from.</summary>
static class Repository
{
    /// <summary>The folder that holds FaceAuth.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>"Debug" or "Release": the configuration these tests were built in.</summary>
    public static string Configuration { get; } =
        AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";

    /// <summary>The built host.</summary>
    public static string Host => Path.Combine(Root, "FaceAuth.Signaling", "bin", Configuration, "net10.0", "faceauth.dll");

    /// <summary>The built program with the verbs that measure.</summary>
    public static string Tools => Path.Combine(Root, "bench", "FaceAuth.Tools", "bin", Configuration, "net10.0", "faceauth-tools.dll");

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FaceAuth.sln")))
                return folder.FullName;
        throw new InvalidOperationException("These tests run from a checkout: no FaceAuth.sln above " + AppContext.BaseDirectory);
    }
}
