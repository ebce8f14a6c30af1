using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace FaceAuth.House.Tests;

/// <summary>One version in one file, and packages of one kind.</summary>
public sealed partial class PackageTests
{
    static readonly string Version =
        XDocument.Parse(Repository.Read("Directory.Build.props")).Descendants("Version").Single().Value;

    /// <summary>Projects that are packages, Frames too, which travels in another's.</summary>
    public static TheoryData<string> Packages { get; } = [.. Repository.Files
        .Where(file => file.EndsWith(".csproj", StringComparison.Ordinal)
            && Repository.Read(file).Contains("eng/Package.props", StringComparison.Ordinal))];

    [Fact]
    public void The_version_is_a_semantic_one_and_stands_in_one_project_file()
    {
        Assert.Matches(SemVer(), Version);
        var others = Repository.Files.Where(file => (file.EndsWith(".csproj", StringComparison.Ordinal)
            || file.EndsWith(".props", StringComparison.Ordinal)) && file != "Directory.Build.props");

        Assert.All(others, file => Assert.DoesNotMatch(OwnVersion(), Repository.Read(file)));
    }

    [Theory]
    [InlineData("FaceAuth.Signaling/Web/package.json")]
    [InlineData("FaceAuth.Signaling/docs/openapi.json")]
    [InlineData("FaceAuth.Signaling/docs/openapi-legacy.json")]
    public void What_cannot_read_that_file_says_the_same(string file) =>
        Assert.Equal(Version, NamedVersion().Match(Repository.Read(file)).Groups[1].Value);

    [Fact]
    public void The_changelog_has_a_part_for_what_comes_next_and_one_for_a_version_that_is_out()
    {
        var parts = ChangelogPart().Matches(Repository.Read("CHANGELOG.md")).Select(part => part.Groups[1].Value).ToList();

        Assert.Equal("Unreleased", parts[0]);
        Assert.Contains(Version, parts);
    }

    [Theory]
    [MemberData(nameof(Packages))]
    public void A_package_has_a_README_and_a_list_of_what_it_offers(string project)
    {
        var folder = Repository.Folder(project);

        foreach (var file in (string[])["README.md", "PublicAPI.Shipped.txt", "PublicAPI.Unshipped.txt"])
            Assert.Contains($"{folder}/{file}", Repository.Files);
        var lists = Repository.Lines($"{folder}/PublicAPI.Shipped.txt").Concat(Repository.Lines($"{folder}/PublicAPI.Unshipped.txt"));
        Assert.Contains(lists, line => line.Contains(" -> ", StringComparison.Ordinal));
    }

    /// <summary>Nothing of the repository lies beside a package's page.</summary>
    [Theory]
    [MemberData(nameof(Packages))]
    public void What_a_package_s_page_shows_links_to_addresses_alone(string project)
    {
        if (Repository.Read(project).Contains("<IsPackable>false", StringComparison.Ordinal)) return;
        var page = Repository.Folder(project) + "/PACKAGE.md";
        if (!Repository.Files.Contains(page)) page = Repository.Folder(project) + "/README.md";

        var links = Link().Matches(Repository.Read(page)).Select(link => link.Groups[1].Value);
        Assert.DoesNotContain(links, link => !link.StartsWith("https://", StringComparison.Ordinal));
    }

    [Fact]
    public void Each_package_is_packed()
    {
        var packed = Repository.Read("eng/pack");
        var those = Packages.Select(row => row.Data).Where(project =>
            !Repository.Read(project).Contains("<IsPackable>false", StringComparison.Ordinal)).ToList();

        Assert.Equal(3, those.Count);
        Assert.All(those, project => Assert.Contains(Repository.Folder(project), packed, StringComparison.Ordinal));
    }

    // as semver.org has it, without build metadata
    [GeneratedRegex(@"^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-(0|[1-9]\d*|\d*[a-zA-Z-][\dA-Za-z-]*)(\.[\dA-Za-z-]+)*)?$")]
    private static partial Regex SemVer();

    [GeneratedRegex(@"\]\(([^)\s]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("<(?:Version|VersionPrefix|PackageVersion|AssemblyVersion|FileVersion|InformationalVersion)>")]
    private static partial Regex OwnVersion();

    [GeneratedRegex("\"version\": \"([^\"]*)\"")]
    private static partial Regex NamedVersion();

    [GeneratedRegex(@"^## \[([^\]]+)\]", RegexOptions.Multiline)]
    private static partial Regex ChangelogPart();
}
