using System.Text.RegularExpressions;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests;

/// <summary>The tables of attacks in Media's docs name tests; each must be one.</summary>
public sealed partial class AsvsTableTests
{
    static readonly string Root = Path.GetFullPath(Path.Combine(Vectors.PathOf(""), "..", ".."));

    public static TheoryData<string, string> Named { get; } = Read();

    [Theory]
    [MemberData(nameof(Named))]
    public void A_test_that_the_docs_name_exists(string type, string method)
    {
        var file = Assert.Single(Directory.GetFiles(Path.Combine(Root, "tests"), type + ".cs", SearchOption.AllDirectories));

        var lines = File.ReadAllLines(file);

        var at = Array.FindIndex(lines, line => line.Contains($" {method}(", StringComparison.Ordinal));
        Assert.True(at > 0, $"{file} has no {method}.");
        var attributes = lines[..at].Reverse().TakeWhile(line => line.TrimStart().StartsWith('['));
        Assert.Contains(attributes, line => Attribute().IsMatch(line));
    }

    [Fact]
    public void Every_row_of_V17_is_there_and_names_a_test()
    {
        string[] rows = ["17.1.1", "17.1.2", .. Enumerable.Range(1, 8).Select(i => $"17.2.{i}"), "17.3.1", "17.3.2"];

        foreach (var row in rows)
        {
            var line = Assert.Single(File.ReadAllLines(Attacks()), line => line.StartsWith($"| {row} |", StringComparison.Ordinal));
            Assert.Matches(Name(), line);
        }
    }

    static TheoryData<string, string> Read()
    {
        var named = new TheoryData<string, string>();
        var names = File.ReadLines(Attacks()).Where(line => line.StartsWith('|')).SelectMany(line => Name().Matches(line));
        foreach (var name in names.DistinctBy(name => name.Value))
            named.Add(name.Groups[1].Value, name.Groups[2].Value);
        return named;
    }

    static string Attacks() => Path.Combine(Root, "FaceAuth.Media", "docs", "attacks.md");

    [GeneratedRegex(@"`(\w+(?:Tests|Contract))\.(\w+)`")]
    private static partial Regex Name();

    [GeneratedRegex(@"\[(Fact|Theory)")]
    private static partial Regex Attribute();
}
