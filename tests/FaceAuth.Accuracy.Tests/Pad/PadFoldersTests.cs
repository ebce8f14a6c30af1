using System.Text.RegularExpressions;
using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Pad;

namespace FaceAuth.Accuracy.Tests.Pad;

public sealed class PadFoldersTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-pad-").FullName;

    [Fact]
    public void A_session_is_a_folder_or_a_clip_and_a_species_is_a_folder_of_them()
    {
        Put(
            "live/anna/f_10.jpg", "live/anna/f_9.jpg", "live/bert.mp4", "live/notes.txt", "attacks/print/anna/1.png",
            "attacks/screen/anna/1.png");

        var sessions = new PadFolders(null, 10).Read(At("live"), At("attacks"));

        Assert.Equal([("live/anna", null), ("live/bert.mp4", null), ("attacks/print/anna", "print"), ("attacks/screen/anna", "screen")],
            sessions.Select(session => (session.Name, session.Species)));
        Assert.Equal([("f_9.jpg", 0), ("f_10.jpg", 0.1)], sessions[0].Pictures.Select(picture => (picture.Picture.Name, picture.At)));
        Assert.Equal(At("live/bert.mp4"), sessions[1].Clip);
    }

    [Fact]
    public void Pictures_come_so_many_a_second_when_that_is_said()
    {
        Put("live/anna/a.jpg", "live/anna/b.jpg", "live/anna/c.jpg", "attacks/print/x/1.png");

        var sessions = new PadFolders(4, 25).Read(At("live"), At("attacks"));

        Assert.Equal([0, 0.25, 0.5], sessions[0].Pictures.Select(picture => picture.At));
    }

    [Theory]
    [InlineData("a.jpg", "b.jpg")]
    [InlineData("a1.jpg", "b1.jpg")]
    public void Names_that_number_nothing_are_refused(string one, string other)
    {
        Put($"live/anna/{one}", $"live/anna/{other}", "attacks/print/x/1.png");

        Assert.Contains(
            "--fps", Assert.Throws<EvalException>(() => new PadFolders(null, 25).Read(At("live"), At("attacks"))).Message,
            StringComparison.Ordinal);
    }

    [Fact]
    public void A_folder_without_a_session_is_refused()
    {
        Put("live/anna/1.jpg", "attacks/print/notes.txt");

        Assert.Contains(
            "print", Assert.Throws<EvalException>(() => new PadFolders(null, 25).Read(At("live"), At("attacks"))).Message,
            StringComparison.Ordinal);
        Assert.Contains(
            "nowhere", Assert.Throws<EvalException>(() => new PadFolders(null, 25).Read(At("nowhere"), At("attacks"))).Message,
            StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(@"client(\d+)", "014")]
    [InlineData(@"client\d+", "client014")]
    [InlineData("person", "live/client014_x")]
    [InlineData(null, "live/client014_x")]
    public void The_subject_is_found_in_the_sessions_name(string? pattern, string subject) =>
        Assert.Equal(subject, PadTrainingRows.Subject("live/client014_x", pattern is null ? null : new Regex(pattern)));

    [Theory]
    [InlineData("a/frame_00013.jpg", 13)]
    [InlineData("a/0001_00_00_01_101.jpg", 101)]
    [InlineData("a/12b.png", 12)]
    [InlineData("a7/b.png", -1)]
    public void The_last_number_of_a_name_counts(string path, long number) => Assert.Equal(number, FileNumbers.Last(path));

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    string At(string path) => Path.Combine(_folder, path);

    void Put(params string[] files)
    {
        foreach (var file in files)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(At(file))!);
            File.WriteAllBytes(At(file), []);
        }
    }
}
