using System.Text.RegularExpressions;

namespace FaceAuth.House.Tests;

/// <summary>What is public beyond the contracts is little, and each project's README says why.</summary>
public sealed partial class PublicTypesTests
{
    const int Most = 20;

    [Theory]
    [InlineData("FaceAuth.Store")]
    [InlineData("FaceAuth.Pipeline")]
    [InlineData("FaceAuth.Media")]
    [InlineData("FaceAuth.Signaling")]
    [InlineData("FaceAuth.Pipeline/FaceAuth.Frames")]
    [InlineData("FaceAuth.Signaling/Client/FaceAuth.Client")]
    [InlineData("FaceAuth.Signaling/Client/FaceAuth.Aspire.Hosting")]
    public void A_project_has_at_most_20_and_gives_a_reason_for_each(string project)
    {
        var files = Repository.Sources.Where(file => Repository.ProjectOf(file) == project)
            .Where(file => !file.Contains("/Contracts/", StringComparison.Ordinal));
        var types = files.SelectMany(file => Type().Matches(Repository.Read(file))).Select(match => match.Groups[1].Value)
            .Distinct().ToList();
        var readme = Repository.Read($"{project}/README.md");
        var section = readme[readme.IndexOf("## Public types", StringComparison.Ordinal)..];
        var unexplained = types.Where(type => !section.Contains($"`{type}`", StringComparison.Ordinal));

        Assert.InRange(types.Count, 1, Most);
        Assert.Empty(unexplained);
    }

    [GeneratedRegex(
        @"^public (?:(?:static|sealed|abstract|partial|readonly|ref) )*(?:class|record struct|record|struct|interface|enum) (\w+)",
        RegexOptions.Multiline)]
    private static partial Regex Type();
}
