using System.Globalization;
using System.Text.RegularExpressions;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests;

/// <summary>The tables of attacks and of the ASVS name tests; each must be one, and no row of the standard may be left out.</summary>
public sealed partial class AsvsTableTests
{
    static readonly string Root = Path.GetFullPath(Path.Combine(Vectors.PathOf(""), "..", ".."));
    static readonly string[] Attacks = File.ReadAllLines(Path.Combine(Root, "FaceAuth.Media", "docs", "attacks.md"));
    static readonly string[] Asvs = File.ReadAllLines(Path.Combine(Root, "FaceAuth.Signaling", "docs", "asvs.md"));

    /// <summary>How many rows each section of version 5.0 has.</summary>
    static readonly (string Section, int Rows)[] Sections =
    [
        ("3.1", 1), ("3.2", 3), ("3.3", 5), ("3.4", 8), ("3.5", 8), ("3.6", 1), ("3.7", 5),
        ("4.1", 5), ("4.2", 5), ("4.3", 2), ("4.4", 4),
        ("5.1", 1), ("5.2", 6), ("5.3", 3), ("5.4", 3),
        ("6.1", 3), ("6.2", 12), ("6.3", 8), ("6.4", 6), ("6.5", 8), ("6.6", 4), ("6.7", 2), ("6.8", 4),
        ("7.1", 3), ("7.2", 4), ("7.3", 2), ("7.4", 5), ("7.5", 3), ("7.6", 2),
        ("8.1", 4), ("8.2", 4), ("8.3", 3), ("8.4", 2),
        ("9.1", 3), ("9.2", 4),
    ];

    public static TheoryData<string, string> Named { get; } = Read();

    [Theory]
    [MemberData(nameof(Named))]
    public void A_test_that_the_docs_name_exists(string type, string method)
    {
        var files = Directory.GetFiles(Path.Combine(Root, "tests"), type + ".cs", SearchOption.AllDirectories).Select(File.ReadAllLines);

        // of two classes of one name one has it
        var lines = Assert.Single(files, file => file.Any(line => line.Contains($" {method}(", StringComparison.Ordinal)));

        var at = Array.FindIndex(lines, line => line.Contains($" {method}(", StringComparison.Ordinal));
        var attributes = lines[..at].Reverse().TakeWhile(line => line.TrimStart().StartsWith('['));
        Assert.Contains(attributes, line => Attribute().IsMatch(line));
    }

    [Fact]
    public void Every_row_of_V17_is_there_and_names_a_test()
    {
        string[] rows = ["17.1.1", "17.1.2", .. Enumerable.Range(1, 8).Select(i => $"17.2.{i}"), "17.3.1", "17.3.2"];

        foreach (var row in rows)
        {
            var line = Assert.Single(Attacks, line => line.StartsWith($"| {row} |", StringComparison.Ordinal));
            Assert.Matches(Name(), line);
        }
    }

    [Fact]
    public void Every_row_of_V3_to_V9_is_there_once_in_its_order()
    {
        var expected = Sections.SelectMany(section => Enumerable.Range(1, section.Rows).Select(row => $"{section.Section}.{row}"));

        Assert.Equal(expected, Asvs.Select(line => Row().Match(line)).Where(row => row.Success).Select(row => row.Groups[1].Value));
    }

    [Fact]
    public void Every_row_of_V3_to_V9_has_a_test_or_says_why_not()
    {
        var rows = Asvs.Where(line => Row().IsMatch(line));

        Assert.All(rows, line => Assert.NotEqual("", KindOf(line)));
        // what stands below a row is a test and nothing else
        Assert.All(Asvs.Where(line => line.StartsWith("| | |", StringComparison.Ordinal)), line => Assert.Matches(Below(), line));
    }

    [Theory]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(5)]
    [InlineData(6)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void The_counts_of_a_chapter_are_those_of_its_rows(int chapter)
    {
        var kinds = Asvs.Where(line => line.StartsWith($"| {chapter}.", StringComparison.Ordinal)).CountBy(KindOf).ToDictionary();

        var counts = new[] { "shown", "written", "not applicable", "open" }.Select(kind => kinds.GetValueOrDefault(kind));
        Assert.Single(Asvs, line => line == $"| V{chapter} | {string.Join(" | ", counts)} |");
    }

    [Fact]
    public void The_open_rows_are_counted_by_their_level()
    {
        var levels = Asvs.Where(line => KindOf(line) == "open").CountBy(line => Row().Match(line).Groups[2].Value).ToDictionary();

        var said = Assert.Single(Asvs, line => line.StartsWith("Of the open rows ", StringComparison.Ordinal));
        var counts = Count().Matches(said).ToDictionary(count => count.Groups[2].Value, count => Number(count.Groups[1].Value));
        Assert.Equal(levels.OrderBy(level => level.Key), counts.OrderBy(level => level.Key));
    }

    static string KindOf(string line) => Row().Match(line).Groups[3].Value switch
    {
        "open: " => "open",
        "not applicable: " => "not applicable",
        "written: [" => "written",
        ['`', ..] => "shown",
        _ => "",
    };

    static TheoryData<string, string> Read()
    {
        var named = new TheoryData<string, string>();
        var names = Attacks.Concat(Asvs).Where(line => line.StartsWith('|')).SelectMany(line => Name().Matches(line));
        foreach (var name in names.DistinctBy(name => name.Value))
            named.Add(name.Groups[1].Value, name.Groups[2].Value);
        return named;
    }

    static int Number(string digits) => int.Parse(digits, CultureInfo.InvariantCulture);

    [GeneratedRegex(@"`(\w+(?:Tests|Contract))\.(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[(Fact|Theory)")]
    private static partial Regex Attribute();

    /// <summary>A row of the standard: its number, its level, and what its result begins with.</summary>
    [GeneratedRegex(
        @"^\| (\d\.\d\.\d+) \| ([123]) \| [^|]+ \| (open: (?=\S)|not applicable: (?=\S)|written: \[|`\w+(?:Tests|Contract)\.\w+`|)")]
    private static partial Regex Row();

    [GeneratedRegex(@"^\| \| \| \| `\w+(?:Tests|Contract)\.\w+` \|$")]
    private static partial Regex Below();

    [GeneratedRegex(@"(\d+) (?:are )?of level (\d)")]
    private static partial Regex Count();
}
