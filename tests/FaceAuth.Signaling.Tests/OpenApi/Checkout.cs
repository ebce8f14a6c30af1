namespace FaceAuth.Signaling.Tests.OpenApi;

/// <summary>The checkout that these tests were built from.</summary>
static class Checkout
{
    /// <summary>The folder that holds FaceAuth.sln.</summary>
    public static string Root { get; } = Find();

    static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "FaceAuth.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException("These tests run from a checkout.");
        return folder.FullName;
    }
}
