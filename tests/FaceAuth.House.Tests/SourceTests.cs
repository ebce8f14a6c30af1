using System.Net;
using System.Text.RegularExpressions;

namespace FaceAuth.House.Tests;

/// <summary>What a reader may count on in every file of C#.</summary>
public sealed partial class SourceTests
{
    const int LongestFile = 320;
    const int LongestSummary = 25;
    const int LongestName = 80;

    [Fact]
    public void A_namespace_is_its_folder()
    {
        var wrong = Repository.Sources.Select(file => (file, said: Namespace().Match(Repository.Read(file)).Groups[1].Value))
            .Where(one => one.said.Length > 0 && one.said != FolderName(one.file)).Select(one => $"{one.file}: {one.said}");

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_file_has_at_most_320_lines()
    {
        var wrong = Repository.Sources.Select(file => (file, lines: Repository.Lines(file).Length))
            .Where(one => one.lines > LongestFile).Select(one => $"{one.file}: {one.lines} lines");

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_summary_has_at_most_25_words()
    {
        var wrong =
            from file in Repository.Sources
            from Match summary in Summary().Matches(Repository.Read(file))
            let words = Words(summary.Groups[1].Value)
            where words.Length > LongestSummary
            select $"{file}: {words.Length} words: {string.Join(' ', words[..8])} …";

        Assert.Empty(wrong);
    }

    [Fact]
    public void A_tests_name_has_at_most_80_characters()
    {
        var wrong =
            from file in Repository.Sources
            where file.StartsWith("tests/", StringComparison.Ordinal)
            from Match method in Method().Matches(Repository.Read(file))
            where method.Groups[1].Length > LongestName
            select $"{file}: {method.Groups[1].Value}";

        Assert.Empty(wrong);
    }

    static string FolderName(string file)
    {
        var folder = Repository.Folder(file);
        var project = Repository.Projects.First(one => folder == one || folder.StartsWith(one + "/", StringComparison.Ordinal));
        var inside = folder[project.Length..].Replace('/', '.');
        return project[(project.LastIndexOf('/') + 1)..] + inside;
    }

    static string[] Words(string summary)
    {
        var text = string.Join('\n', summary.Split('\n').Select(line => line.TrimStart().TrimStart('/')));
        text = Reference().Replace(text, "$1");
        return WebUtility.HtmlDecode(Tag().Replace(text, "")).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
    }

    [GeneratedRegex(@"^namespace ([\w.]+)", RegexOptions.Multiline)]
    private static partial Regex Namespace();

    [GeneratedRegex(@"/// <summary>(.*?)</summary>", RegexOptions.Singleline)]
    private static partial Regex Summary();

    [GeneratedRegex(@"<(?:see|seealso|paramref|typeparamref) (?:cref|langword|href|name)=""(?:[^""]*\.)?([^"".]*)""\s*/>")]
    private static partial Regex Reference();

    [GeneratedRegex("<[^>]+>")]
    private static partial Regex Tag();

    [GeneratedRegex(@"public (?:async )?(?:Task|ValueTask|void)(?:<\w+>)? (\w+)\(")]
    private static partial Regex Method();
}
