using Xunit.v3;

namespace FaceAuth.Testing;

/// <summary>
/// Photos, clips and models that are other people's and lie beside the repository: FACEAUTH_DATA and FACEAUTH_MODELS, else ../shared/data
/// and ../shared/models.
/// </summary>
/// <remarks>A test that needs them and finds none fails in CI and is visibly skipped elsewhere.</remarks>
public static class SharedFiles
{
    /// <summary>Where photos and clips lie; null where there are none.</summary>
    public static string? DataFolder { get; } = Locate("FACEAUTH_DATA", "data");

    /// <summary>Where models lie; null where there are none.</summary>
    public static string? ModelsFolder { get; } = Locate("FACEAUTH_MODELS", "models");

    /// <summary>Full path of a photo, clip or folder, named relative to the data folder, e.g. "video/single_face.mp4".</summary>
    public static string Data(string name) => Path.Combine(DataFolder ?? throw Absent("FACEAUTH_DATA", "data"), name);

    /// <summary>The models folder; ends the test where there is none.</summary>
    public static string RequireModels() => ModelsFolder ?? throw Absent("FACEAUTH_MODELS", "models");

    /// <summary>Full path of a model file.</summary>
    public static string Model(string file) => Path.Combine(RequireModels(), file);

    /// <summary>Files of a folder below the data folder, sorted by name.</summary>
    public static IReadOnlyList<string> DataFiles(string folder) =>
        [.. Directory.EnumerateFiles(Data(folder)).Order(StringComparer.Ordinal)];

    /// <summary>Ends a test that cannot run here: visibly skipped, but failed where CI is set.</summary>
    public static Exception CannotRun(string reason) => Environment.GetEnvironmentVariable("CI") is { Length: > 0 } ci && ci != "false"
        ? new InvalidOperationException(reason + " In CI this is a failure.")
        : new NotRunException(DynamicSkipToken.Value + reason);

    static Exception Absent(string variable, string folder) =>
        CannotRun($"There is neither a folder that {variable} names nor ../shared/{folder} beside the repository.");

    static string? Locate(string variable, string folder)
    {
        if (Environment.GetEnvironmentVariable(variable) is { Length: > 0 } set)
            return Directory.Exists(set) ? Path.GetFullPath(set) : null;
        for (var above = new DirectoryInfo(AppContext.BaseDirectory); above is not null; above = above.Parent)
        {
            if (!File.Exists(Path.Combine(above.FullName, "FaceAuth.sln"))) continue;
            var shared = Path.Combine(above.Parent?.FullName ?? "/", "shared", folder);
            return Directory.Exists(shared) ? shared : null;
        }

        return null;
    }

    /// <summary>xunit turns an exception whose message begins with its token into a skip.</summary>
    sealed class NotRunException(string message) : Exception(message);
}
