using FaceAuth.Accuracy.Runs;

namespace FaceAuth.Accuracy.Tests.Runs;

public sealed class JournalTests : IDisposable
{
    static readonly string[] Items = ["a.jpg", "b.jpg"];

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-journal-").FullName;

    string Path => System.IO.Path.Combine(_folder, "run.jsonl");

    [Fact]
    public void What_an_earlier_run_found_is_found_again()
    {
        using (var first = Journal.Open(Path, "verify; model 1", Items))
            first.Add("b.jpg", new PictureResult { Fault = "broken", Embedding = [1, 2, 3] });

        using var second = Journal.Open(Path, "verify; model 1", Items);

        Assert.Null(second.Find<PictureResult>("a.jpg"));
        Assert.Equal("broken", second.Find<PictureResult>("b.jpg")!.Fault);
        Assert.Equal([1, 2, 3], second.Find<PictureResult>("b.jpg")!.Embedding!);
    }

    [Theory]
    [InlineData("verify; model 2", "b.jpg")]
    [InlineData("verify; model 1", "c.jpg")]
    public void The_journal_of_something_else_is_refused_and_left_as_it_was(string of, string item)
    {
        Journal.Open(Path, "verify; model 1", Items).Dispose();
        var before = File.ReadAllText(Path);

        Assert.Throws<EvalException>(() => Journal.Open(Path, of, ["a.jpg", item]));

        Assert.Equal(before, File.ReadAllText(Path));
    }

    [Fact]
    public void A_line_cut_off_in_its_middle_is_forgotten_and_written_again()
    {
        using (var first = Journal.Open(Path, "x", Items)) first.Add("a.jpg", new PictureResult { Fault = "one" });
        File.AppendAllText(Path, "{\"item\":\"b.jpg\",\"resu");

        using (var second = Journal.Open(Path, "x", Items))
        {
            Assert.Equal("one", second.Find<PictureResult>("a.jpg")!.Fault);
            Assert.Null(second.Find<PictureResult>("b.jpg"));
            second.Add("b.jpg", new PictureResult { Fault = "two" });
        }

        using var third = Journal.Open(Path, "x", Items);
        Assert.Equal("two", third.Find<PictureResult>("b.jpg")!.Fault);
        Assert.Equal(3, File.ReadAllLines(Path).Length);
    }

    [Fact]
    public void Only_its_owner_may_read_it()
    {
        if (OperatingSystem.IsWindows()) Assert.Skip("Windows has no file modes.");

        Journal.Open(Path, "x", Items).Dispose();

        if (!OperatingSystem.IsWindows()) Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(Path));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);
}
