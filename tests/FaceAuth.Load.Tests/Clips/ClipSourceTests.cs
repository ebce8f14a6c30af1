using System.Diagnostics;
using FaceAuth.Load.Clips;
using FaceAuth.Testing;

namespace FaceAuth.Load.Tests.Clips;

public sealed class ClipSourceTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-clip-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task A_clip_played_once_has_its_pictures_at_their_times_with_a_keyframe_a_second()
    {
        var pictures = await ReadAsync(
            new() { Path = Make("clip.mkv", "testsrc=size=320x180:rate=25", seconds: 3), FramesPerSecond = 10, Once = true }, 100);

        Assert.Equal(30, pictures.Count);
        Assert.Equal(
            Enumerable.Range(0, 30).Select(i => i * 100.0), pictures.Select(picture => Math.Round(picture.Timestamp.TotalMilliseconds)));
        Assert.True(pictures[0].IsKeyframe && pictures[10].IsKeyframe && pictures[20].IsKeyframe);
    }

    [Fact]
    public async Task A_clip_is_repeated_without_end_and_its_time_goes_on()
    {
        var pictures = await ReadAsync(
            new() { Path = Make("clip.mkv", "testsrc=size=64x64:rate=10", seconds: 1), FramesPerSecond = 10 }, 35);

        Assert.Equal(35, pictures.Count);
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.True(pair.Second.Timestamp > pair.First.Timestamp));
    }

    [Fact]
    public async Task A_picture_stands_still_without_end()
    {
        var pictures = await ReadAsync(
            new() { Path = Make("photo %d.png", "testsrc=size=100x60:rate=1", seconds: 1), FramesPerSecond = 30 }, 70);

        Assert.Equal(70, pictures.Count);
    }

    [Theory]
    [InlineData(400, 100, "640x160")]
    [InlineData(300, 600, "240x480")]
    [InlineData(333, 333, "480x480")]
    public async Task Without_a_size_a_clip_keeps_its_shape(int width, int height, string expected)
    {
        await using var source = await OpenAsync(Settings(Make("clip.png", $"testsrc=size={width}x{height}:rate=1", seconds: 1)));

        Assert.Equal(expected, source.Size.ToString());
    }

    [Fact]
    public async Task With_a_size_it_is_padded_to_it()
    {
        await using var source = await OpenAsync(
            Settings(Make("clip.png", "testsrc=size=100x100:rate=1", seconds: 1)) with { Size = new(320, 240) });

        Assert.Equal(new PictureSize(320, 240), source.Size);
    }

    [Fact]
    public async Task A_clip_that_is_not_there_is_named()
    {
        var fault = await Assert.ThrowsAsync<ClipException>(() => ClipSource.OpenAsync(Settings("nowhere.mp4")));

        Assert.Equal("There is no file nowhere.mp4. Give the path of a video or a picture.", fault.Message);
    }

    [Theory]
    [InlineData("clip.mp4")]
    [InlineData("photo.jpg")]
    public async Task A_file_that_is_no_clip_is_explained_in_ffmpegs_words(string name)
    {
        var path = Path.Combine(_folder, name);
        await File.WriteAllTextAsync(path, "these are only words");

        var fault = await Assert.ThrowsAsync<ClipException>(() => OpenAsync(Settings(path)));

        Assert.StartsWith($"ffmpeg cannot play {path}: ", fault.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', fault.Message);
    }

    [Fact]
    public async Task A_clip_without_video_is_explained()
    {
        var path = Path.Combine(_folder, "sound.wav");
        Run("-f", "lavfi", "-i", "sine=duration=1", path);

        await Assert.ThrowsAsync<ClipException>(() => OpenAsync(Settings(path)));
    }

    [Fact]
    public async Task Without_ffmpeg_it_is_said_how_to_get_it()
    {
        var path = Path.Combine(_folder, "clip.mp4");
        await File.WriteAllTextAsync(path, "");

        var fault = await Assert.ThrowsAsync<ClipException>(() => ClipSource.OpenAsync(Settings(path), ffmpeg: "ffmpeg-is-not-here"));

        Assert.Contains("apt-get install ffmpeg", fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Closing_it_ends_the_process_at_once()
    {
        var source = await OpenAsync(Settings(Make("clip.mkv", "testsrc=size=64x64:rate=10", seconds: 1)));

        await source.DisposeAsync();

        while (source.Pictures.TryRead(out _)) { }
        Assert.False(await source.Pictures.WaitToReadAsync());
    }

    [Fact]
    public async Task A_clip_that_is_VP8_already_is_repeated_without_ffmpeg()
    {
        var settings = Settings(Vectors.PathOf("vp8/testsrc.ivf"));

        var pictures = await ReadFromAsync(await ClipSource.OpenAsync(settings, "ffmpeg-is-not-here"), 100);

        Assert.Equal(100, pictures.Count);
        Assert.Equal(pictures[0].Vp8, pictures[45].Vp8);   // it has 45
        Assert.All(pictures.Zip(pictures.Skip(1)), pair => Assert.True(pair.Second.Timestamp > pair.First.Timestamp));
    }

    [Fact]
    public async Task An_IVF_file_of_another_codec_is_explained()
    {
        var path = Path.Combine(_folder, "clip.ivf");
        await File.WriteAllBytesAsync(path, [.. "DKIF\0\0\x20\0VP90"u8, .. new byte[20]]);

        var fault = await Assert.ThrowsAsync<ClipException>(() => ClipSource.OpenAsync(Settings(path), "ffmpeg-is-not-here"));

        Assert.Equal($"{path} cannot be played: it is VP90 and not VP80.", fault.Message);
    }

    static async Task<List<ClipPicture>> ReadAsync(ClipSettings settings, int limit) =>
        await ReadFromAsync(await OpenAsync(settings), limit);

    static async Task<List<ClipPicture>> ReadFromAsync(ClipSource opened, int limit)
    {
        await using var source = opened;
        var pictures = new List<ClipPicture>();
        await foreach (var picture in source.Pictures.ReadAllAsync())
        {
            pictures.Add(picture);
            if (pictures.Count == limit) break;
        }

        return pictures;
    }

    static Task<ClipSource> OpenAsync(ClipSettings settings)
    {
        Require.Program("ffmpeg", "ffmpeg");
        return ClipSource.OpenAsync(settings);
    }

    static ClipSettings Settings(string path) => new() { Path = path };

    string Make(string name, string source, int seconds)
    {
        var made = Path.Combine(_folder, "made" + Path.GetExtension(name));
        Run("-f", "lavfi", "-i", $"{source}:duration={seconds}", made);
        var path = Path.Combine(_folder, name);   // may hold what ffmpeg would take for a pattern
        File.Move(made, path);
        return path;
    }

    static void Run(params string[] arguments)
    {
        Require.Program("ffmpeg", "ffmpeg");
        using var ffmpeg = Process.Start("ffmpeg", ["-nostdin", "-v", "error", "-y", .. arguments]);
        ffmpeg.WaitForExit();
        Assert.Equal(0, ffmpeg.ExitCode);
    }
}
