using FaceAuth.Signaling.Jobs;
using FaceAuth.Signaling.Jobs.Imports;

namespace FaceAuth.Signaling.Tests.Jobs;

/// <summary>What a list of photos says, and that none takes long or much.</summary>
public sealed class ImportListTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-list-").FullName;

    string Csv => Path.Combine(_folder, "people.csv");

    [Fact]
    public void A_subject_may_be_put_into_two_groups_and_what_is_twice_is_there_once()
    {
        var items = ReadLines("path,subject,group", "a.jpg,anna,staff", "a.jpg,anna,\"guests, \"\"all\"\"\"", "", " a.jpg , anna, staff");

        Assert.Equal([new("a.jpg", "anna", "staff"), new("a.jpg", "anna", "guests, \"all\"")], items);
    }

    [Theory]
    [InlineData("one")]
    [InlineData("a,b,c,d")]
    [InlineData("/etc/passwd,anna")]
    [InlineData("../a.jpg,anna")]
    public void A_line_that_makes_no_sense_is_named_by_its_number(string line) =>
        Assert.Contains("Line 2 ", Assert.Throws<JobException>(() => ReadLines("a.jpg,anna", line)).Message, StringComparison.Ordinal);

    [Fact]
    public void A_line_without_an_end_is_refused()
    {
        var told = Assert.Throws<JobException>(() => ReadLines("a.jpg,anna", new string('x', 3_000_000)));
        Assert.Contains("Line 2 of the list has more than 8192 characters", told.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Beyond_the_most_photos_nothing_is_read()
    {
        // read further, it would be found to make no sense
        File.WriteAllLines(Csv, Enumerable.Range(0, ImportList.Most + 1).Select(i => $"{i},b").Append("nonsense"));
        Assert.Contains("more than", Assert.Throws<JobException>(() => Read()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Who_cancels_waits_for_no_list()
    {
        File.WriteAllText(Csv, "a.jpg,anna\n");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();

        Assert.Throws<OperationCanceledException>(() => ImportList.Read(new("shop", null, Csv), cancelled.Token));
        Assert.Throws<OperationCanceledException>(() => ImportList.Read(new("shop", _folder, null), cancelled.Token));
    }

    [Fact]
    public void What_cannot_be_read_is_told_without_its_path()
    {
        foreach (var request in (ImportRequest[])[new("shop", Path.Combine(_folder, "none"), null), new("shop", null, _folder)])
        {
            var told = Assert.Throws<JobException>(() => ImportList.Read(request, CancellationToken.None));
            Assert.DoesNotContain(_folder, told.Message, StringComparison.Ordinal);
        }
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    IReadOnlyList<ImportItem> ReadLines(params string[] lines)
    {
        File.WriteAllLines(Csv, lines);
        return Read();
    }

    IReadOnlyList<ImportItem> Read() => ImportList.Read(new("shop", null, Csv), CancellationToken.None).Items;
}
