using System.Text.RegularExpressions;
using FaceAuth.Signaling.Commands;

namespace FaceAuth.House.Tests;

/// <summary>What Markdown names is there, and it can be skimmed.</summary>
public sealed partial class MarkdownTests
{
    const int LongestLine = 140;
    const int MostColumns = 5;

    static readonly string[] Written = [".cs", ".csproj", ".props", ".js", ".html", ".json", ".sh", ".py", ".yaml", ""];

    static readonly Lazy<HashSet<string>> Code = new(() => [.. Repository.Files
        .Where(file => Written.Contains(Path.GetExtension(file)))
        .SelectMany(file => Word().Matches(Repository.Read(file)).Select(match => match.Value))]);

    public static TheoryData<string> Documents { get; } =
        [.. Repository.Files.Where(file => file.EndsWith(".md", StringComparison.Ordinal))];

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_link_leads_somewhere(string document)
    {
        var wrong =
            from Match link in Link().Matches(WithoutCode(Repository.Read(document)))
            let target = link.Groups[1].Value
            where !target.Contains("://", StringComparison.Ordinal) && !target.StartsWith("mailto:", StringComparison.Ordinal)
            where !Leads(document, target)
            select target;

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_name_of_code_is_in_the_code(string document)
    {
        var wrong = Spans(document).Where(span => CodeName().IsMatch(span) && !span.Split('.').All(Code.Value.Contains));

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_setting_is_one(string document)
    {
        var wrong =
            from span in Spans(document)
            let setting = Setting().Match(span)
            where setting.Success && KnownSettings.IsMeant(setting.Groups[1].Value)
            let fault = KnownSettings.FaultOf(setting.Groups[1].Value)
            where fault is not null
            select fault;

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Every_path_is_there(string document)
    {
        var wrong = Spans(document).Where(span => PathName().IsMatch(span) && !IsThere(document, span));

        Assert.Empty(wrong);
    }

    [Theory]
    [MemberData(nameof(Documents))]
    public void Lines_and_tables_can_be_skimmed(string document)
    {
        var wrong = Repository.Lines(document).Select((text, at) => (text, at: at + 1))
            .Where(line => line.text.Length > LongestLine && !Unbreakable().IsMatch(line.text) || Columns(line.text) > MostColumns)
            .Select(line => $"line {line.at}: {line.text.Length} characters, {Columns(line.text)} columns");

        Assert.Empty(wrong);
    }

    [Theory]
    [InlineData("README.md", 700)]
    [InlineData("FaceAuth.Signaling/README.md", 900)]
    [InlineData("FaceAuth.Media/README.md", 900)]
    [InlineData("FaceAuth.Pipeline/README.md", 900)]
    [InlineData("FaceAuth.Store/README.md", 900)]
    [InlineData("FaceAuth.Pipeline/FaceAuth.Frames/README.md", 900)]
    [InlineData("FaceAuth.Signaling/Client/FaceAuth.Client/README.md", 900)]
    [InlineData("FaceAuth.Signaling/Client/FaceAuth.Aspire.Hosting/README.md", 900)]
    [InlineData("bench/README.md", 900)]
    [InlineData("models/README.md", 900)]
    public void A_README_is_a_page(string document, int words) =>
        Assert.InRange(Repository.Read(document).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length, 50, words);

    static bool Leads(string document, string target)
    {
        var parts = target.Split('#', 2);
        var path = parts[0].Length == 0 ? document : Combine(Repository.Folder(document), Uri.UnescapeDataString(parts[0]));
        if (!File.Exists(Path.Combine(Repository.Root, path)) && !Directory.Exists(Path.Combine(Repository.Root, path))) return false;
        return parts.Length == 1 || !path.EndsWith(".md", StringComparison.Ordinal) || Anchors(path).Contains(parts[1]);
    }

    /// <summary>The anchors that a renderer gives a document's headings: lower case, words joined by hyphens, the rest left out.</summary>
    static HashSet<string> Anchors(string document) => [.. WithoutBlocks(Repository.Read(document)).Split('\n')
        .Where(line => line.StartsWith('#'))
        .Select(line => NotInAnchors().Replace(line.TrimStart('#').Trim().ToLowerInvariant(), "").Replace(' ', '-'))];

    static string Combine(string folder, string path) =>
        Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, path))).Replace('\\', '/');

    static bool IsThere(string document, string path) => new[] { "", Repository.Folder(document), Repository.ProjectOf(document) }
        .Any(folder => Combine(folder, path.TrimEnd('/')) is var at
            && (File.Exists(Path.Combine(Repository.Root, at)) || Directory.Exists(Path.Combine(Repository.Root, at))));

    static IEnumerable<string> Spans(string document) =>
        Span().Matches(WithoutBlocks(Repository.Read(document))).Select(match => match.Groups[1].Value).Distinct();

    static string WithoutBlocks(string text) => IndentedBlock().Replace(FencedBlock().Replace(text, ""), "");

    static string WithoutCode(string text) => Span().Replace(WithoutBlocks(text), "");

    static int Columns(string line) => line.StartsWith('|') ? EscapedPipe().Replace(line, "").Count(c => c == '|') - 1 : 0;

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("(?<!`)`([^`\n]+)`(?!`)")]
    private static partial Regex Span();

    [GeneratedRegex(@"^```.*?^```", RegexOptions.Singleline | RegexOptions.Multiline)]
    private static partial Regex FencedBlock();

    [GeneratedRegex(@"(?<=\n\n)(?:    [^\n]*\n)+")]
    private static partial Regex IndentedBlock();

    /// <summary>PascalCase, with a member or without: a type or member of ours or of the framework that some code uses.</summary>
    [GeneratedRegex(@"^(?=\w*[a-z])[A-Z][A-Za-z0-9]*[A-Z][A-Za-z0-9]*(?:\.[A-Z]\w*)*$|^[A-Z]\w+(?:\.[A-Z]\w+)+$")]
    private static partial Regex CodeName();

    [GeneratedRegex(@"^(?:--)?([A-Z]\w+(?::\w+)+)(?:[ =].*)?$")]
    private static partial Regex Setting();

    /// <summary>A folder or file of ours: it has a slash and begins with a top folder, or ends as files of ours do.</summary>
    [GeneratedRegex(@"^(?:(?:FaceAuth\.\w+|bench|tests|models|eng|\.github|\.ci|deploy)/[\w./-]+|[\w./-]+\.(?:cs|md|csproj|props))$")]
    private static partial Regex PathName();

    [GeneratedRegex(@"[^\w\- ]")]
    private static partial Regex NotInAnchors();

    [GeneratedRegex(@"\\\||`[^`]*`")]
    private static partial Regex EscapedPipe();

    /// <summary>A single word that is too long by itself, an address mostly.</summary>
    [GeneratedRegex(@"\S{90,}")]
    private static partial Regex Unbreakable();

    [GeneratedRegex(@"\w+")]
    private static partial Regex Word();
}
