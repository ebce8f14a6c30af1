using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Jobs.Imports;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>What a server may read and write when the API names a path.</summary>
public sealed class ImportPlaceTests : IDisposable
{
    static readonly ImportPlace Server = new(IsAnywhere: false);

    readonly string _root = Directory.CreateTempSubdirectory("faceauth-place-").FullName;

    string Allowed => Path.Combine(_root, "allowed");

    string Outside => Path.Combine(_root, "outside");

    public ImportPlaceTests()
    {
        Directory.CreateDirectory(Path.Combine(Allowed, "photos"));
        Directory.CreateDirectory(Outside);
        File.WriteAllText(Path.Combine(Outside, "secret.jpg"), "");
    }

    [Fact]
    public void What_lies_below_is_read()
    {
        Server.Check(Folder(Path.Combine(Allowed, "photos")), Allowed);
        Assert.True(Server.Holds(Path.Combine(Allowed, "photos", "anna.jpg"), Allowed));
    }

    [Theory]
    [InlineData("..")]
    [InlineData("../outside")]
    [InlineData("photos/../../outside")]
    [InlineData(".")]
    public void What_does_not_is_refused(string path) => Refused(Folder(Path.Combine(Allowed, path)));

    [Fact]
    public void A_link_that_leads_out_is_refused_as_what_it_leads_to()
    {
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "out"), Outside);
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "hop"), Path.Combine(Allowed, "out"));
        File.CreateSymbolicLink(Path.Combine(Allowed, "photos", "anna.jpg"), Path.Combine(Outside, "secret.jpg"));

        Refused(Folder(Path.Combine(Allowed, "out")));
        Refused(Folder(Path.Combine(Allowed, "hop", "below")));
        Assert.False(Server.Holds(Path.Combine(Allowed, "photos", "anna.jpg"), Allowed));
        Assert.False(Server.Holds(Path.Combine(Allowed, "out", "secret.jpg"), Allowed));
    }

    [Fact]
    public void A_link_in_the_place_of_the_results_file_is_refused_so_that_it_overwrites_nothing()
    {
        File.CreateSymbolicLink(Path.Combine(Allowed, "photos.results.jsonl"), Path.Combine(Outside, "secret.jpg"));
        Refused(Folder(Path.Combine(Allowed, "photos")));
    }

    [Fact]
    public void Links_in_a_circle_lead_nowhere()
    {
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "a"), Path.Combine(Allowed, "b"));
        Directory.CreateSymbolicLink(Path.Combine(Allowed, "b"), Path.Combine(Allowed, "a"));
        Refused(Folder(Path.Combine(Allowed, "a", "photos")));
    }

    [Fact]
    public void The_folder_itself_may_be_reached_by_a_link()
    {
        var link = Path.Combine(_root, "link");
        Directory.CreateSymbolicLink(link, Allowed);
        Server.Check(Folder(Path.Combine(link, "photos")), Allowed);
        Server.Check(Folder(Path.Combine(Allowed, "photos")), link);
    }

    [Fact]
    public void Without_a_folder_of_its_own_a_server_imports_nothing() =>
        Assert.Contains("Jobs:ImportDirectory", Assert.Throws<JobException>(() => Server.Check(Folder(Allowed), null)).Message,
            StringComparison.Ordinal);

    public void Dispose() => Directory.Delete(_root, recursive: true);

    static ImportRequest Folder(string path) => new("shop", path, null);

    void Refused(ImportRequest request) => Assert.Throws<JobException>(() => Server.Check(request, Allowed));
}
