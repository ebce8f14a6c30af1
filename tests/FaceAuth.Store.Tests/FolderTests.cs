using System.Text.RegularExpressions;

namespace FaceAuth.Store.Tests;

/// <summary>How the folders of FaceAuth.Store may use each other.</summary>
public sealed partial class FolderTests
{
    [Fact]
    public void No_two_folders_use_each_other_not_even_by_way_of_others()
    {
        var uses = Sources().GroupBy(source => source.Folder).ToDictionary(
            files => files.Key,
            files => files.SelectMany(file => Using().Matches(file.Text).Select(match => match.Groups[1].Value)).ToHashSet());

        // take away, again and again, each folder that uses none of those left: what remains is a circle
        while (uses.FirstOrDefault(folder => !folder.Value.Overlaps(uses.Keys)).Key is { } free) uses.Remove(free);

        Assert.Empty(uses);
    }

    [Fact]
    public void Only_the_engines_own_folder_names_an_engine()
    {
        var named = Sources().Where(source => source.Folder is not ("Sqlite" or "Sqlite.Migrations" or "Postgres" or "Postgres.Migrations"))
            .Where(source => EngineType().IsMatch(source.Text)).Select(source => source.Folder);

        Assert.Empty(named);
    }

    /// <summary>All files below a folder: the root composes all of them and may use any.</summary>
    static IEnumerable<(string Folder, string Text)> Sources()
    {
        var project = Path.Combine(Root(), "FaceAuth.Store");
        foreach (var file in Directory.EnumerateFiles(project, "*.cs", SearchOption.AllDirectories))
        {
            var folder = Path.GetDirectoryName(Path.GetRelativePath(project, file))!.Replace('/', '.');
            if (folder.Split('.')[0] is not ("" or "obj" or "bin")) yield return (folder, File.ReadAllText(file));
        }
    }

    static string Root()
    {
        var folder = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(folder, "FaceAuth.sln"))) folder = Path.GetDirectoryName(folder)!;
        return folder;
    }

    [GeneratedRegex(@"^using (?:static )?FaceAuth\.Store\.([\w.]+);", RegexOptions.Multiline)]
    private static partial Regex Using();

    [GeneratedRegex(
        @"Microsoft\.Data\.Sqlite|\bSqlite[A-Z]\w*|UseSqlite|PRAGMA|FaceAuth\.Store\.Sqlite|Npgsql|Pgvector|FaceAuth\.Store\.Postgres")]
    private static partial Regex EngineType();
}
