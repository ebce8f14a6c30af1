using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Tests.Data;

public sealed class PictureFilesTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-files-").FullName;

    [Fact]
    public void What_macos_keeps_beside_a_picture_is_no_second_one()
    {
        Put("x.jpg", "._x.jpg", "y.mp4", "._y.mp4");

        Assert.Equal(["x.jpg"], PictureFiles.Below(_folder).Select(picture => picture.Name));
        Assert.True(PictureFiles.IsClip(Path.Combine(_folder, "y.mp4")));
        Assert.False(PictureFiles.IsClip(Path.Combine(_folder, "._y.mp4")));
    }

    [Fact]
    public void Pictures_that_a_reader_may_not_know_are_looked_at_and_not_passed_over()
    {
        Put("a.heic", "b.HEIF", "c.avif", "notes.txt");

        Assert.Equal(["a.heic", "b.HEIF", "c.avif"], PictureFiles.Below(_folder).Select(picture => picture.Name));
    }

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    void Put(params string[] names)
    {
        foreach (var name in names) File.WriteAllBytes(Path.Combine(_folder, name), []);
    }
}
