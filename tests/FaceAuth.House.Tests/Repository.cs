namespace FaceAuth.House.Tests;

/// <summary>The checkout that these tests were built from, as files.</summary>
static class Repository
{
    static readonly string[] Skipped = ["bin", "obj", ".git", ".data", "node_modules", "TestResults", "BenchmarkDotNet.Artifacts"];

    static readonly Lazy<IReadOnlyList<string>> Every = new(() => [.. Walk(Root!).Order(StringComparer.Ordinal)]);

    /// <summary>The folder that holds FaceAuth.sln.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file that is no build output, by its path below <see cref="Root"/> with slashes.</summary>
    public static IReadOnlyList<string> Files => Every.Value;

    /// <summary>C# that people write.</summary>
    public static IEnumerable<string> Sources =>
        Files.Where(file => file.EndsWith(".cs", StringComparison.Ordinal) && !file.Contains("/Migrations/", StringComparison.Ordinal));

    /// <summary>Folders that hold a project file, the deepest first.</summary>
    public static IEnumerable<string> Projects =>
        Files.Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)).Select(Folder).OrderByDescending(folder => folder.Length);

    /// <summary>The folder of the project that a file belongs to; empty for none.</summary>
    public static string ProjectOf(string file) =>
        Projects.FirstOrDefault(folder => file.StartsWith(folder + "/", StringComparison.Ordinal)) ?? "";

    public static string Read(string file) => File.ReadAllText(Path.Combine(Root, file));

    public static string[] Lines(string file) => File.ReadAllLines(Path.Combine(Root, file));

    public static string Folder(string file) => file.LastIndexOf('/') is var cut and >= 0 ? file[..cut] : "";

    static IEnumerable<string> Walk(string folder)
    {
        foreach (var file in Directory.EnumerateFiles(folder)) yield return Path.GetRelativePath(Root, file).Replace('\\', '/');
        foreach (var inner in Directory.EnumerateDirectories(folder))
        {
            if (Skipped.Contains(Path.GetFileName(inner))) continue;
            foreach (var file in Walk(inner)) yield return file;
        }
    }

    static string FindRoot()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "FaceAuth.sln")))
                return folder.FullName;
        throw new InvalidOperationException("These tests run from a checkout: no FaceAuth.sln above " + AppContext.BaseDirectory);
    }
}
