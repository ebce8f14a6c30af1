using System.Text.RegularExpressions;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests;

/// <summary>Which folder of the pipeline may use which: those before it.</summary>
public sealed partial class FolderTests
{
    static readonly string[] Order =
        ["Contracts", "Imaging", "Deciding", "Packs", "Inference", "Networks", "Stages", "Stills", "Scheduling", "Runs"];

    static readonly string Pipeline = Path.GetFullPath(Path.Combine(Vectors.PathOf("."), "..", "..", "FaceAuth.Pipeline"));

    [Fact]
    public void A_folder_uses_only_those_before_it()
    {
        var files = Order.SelectMany((folder, place) => FilesOf(folder).Select(file => (Path: file, Place: place))).ToList();

        var wrong = files.SelectMany(file => UsedBy(file.Path)
            .Where(used => used > file.Place).Select(used => $"{file.Path} uses {Order[used]}"));

        Assert.NotEmpty(files);
        Assert.Empty(wrong);
    }

    [Fact]
    public void Every_folder_has_its_place_in_the_order() => Assert.Equal(
        Order.Order(StringComparer.Ordinal),
        Directory.GetDirectories(Pipeline)
            // one with a project of its own is another assembly, which the compiler keeps in its place
            .Where(folder => Directory.EnumerateFiles(folder, "*.cs").Any() && !Directory.EnumerateFiles(folder, "*.csproj").Any())
            .Select(folder => Path.GetFileName(folder)).Order(StringComparer.Ordinal));

    static IEnumerable<string> FilesOf(string folder) =>
        Directory.EnumerateFiles(Path.Combine(Pipeline, folder), "*.cs", SearchOption.AllDirectories);

    static IEnumerable<int> UsedBy(string file) => Use().Matches(File.ReadAllText(file))
        .Select(use => Array.IndexOf(Order, use.Groups[1].Value)).Distinct();

    [GeneratedRegex(@"^using FaceAuth\.Pipeline\.(\w+)", RegexOptions.Multiline)]
    private static partial Regex Use();
}
