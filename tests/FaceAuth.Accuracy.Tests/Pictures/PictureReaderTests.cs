using System.Diagnostics;
using FaceAuth.Accuracy.Pictures;
using FaceAuth.Frames;
using FaceAuth.Testing;

namespace FaceAuth.Accuracy.Tests.Pictures;

public sealed class PictureReaderTests : IDisposable
{
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-reader-").FullName;
    readonly PictureReader _reader = new();

    [Fact]
    public void Many_pictures_of_many_sizes_come_out_as_each_does_alone()
    {
        Require.Program("ffmpeg", "ffmpeg");
        string[] paths =
        [
            .. SharedFiles.DataFiles("occlusion/none").Take(4), .. SharedFiles.DataFiles("verify/us_gov/biden").Take(2),
            .. SharedFiles.DataFiles("verify/orl/s1").Take(2),
        ];

        var together = _reader.ReadMany(paths).ToList();

        Assert.Equal(Enumerable.Range(0, paths.Length), together.Select(picture => picture.Index));
        for (var i = 0; i < paths.Length; i++)
        {
            using var frame = together[i].Frame!;
            using var alone = _reader.Read(paths[i], null, 1).First();
            Assert.Equal(Bytes(alone), Bytes(frame));
        }

        Assert.Equal([], _reader.Leaks);
    }

    [Fact]
    public void One_that_cannot_be_read_is_told_and_the_others_keep_their_places()
    {
        Require.Program("ffmpeg", "ffmpeg");
        var good = SharedFiles.DataFiles("occlusion/none").Take(2).ToList();
        var (cut, text) = (Path.Combine(_folder, "cut.jpg"), Path.Combine(_folder, "text.jpg"));
        File.WriteAllBytes(cut, File.ReadAllBytes(good[0])[..200]);
        File.WriteAllText(text, "no picture");

        var read = _reader.ReadMany([good[0], cut, good[1], text, Path.Combine(_folder, "none.jpg")]).ToList();

        Assert.Equal([true, false, true, false, false], read.Select(picture => picture.Frame is not null));
        Assert.All(read, picture => Assert.NotEqual(picture.Frame is null, picture.Fault is null));
        foreach (var picture in read) picture.Frame?.Dispose();
        Assert.Equal([], _reader.Leaks);
    }

    [Fact]
    public void Large_pictures_are_scaled_down_in_their_own_shape()
    {
        Require.Program("ffmpeg", "ffmpeg");
        using var small = new PictureReader(maxSide: 64);
        var path = SharedFiles.DataFiles("verify/us_gov/biden")[0];
        using var whole = _reader.Read(path, null, 1).First();

        using var frame = small.ReadMany([path, path]).Select((picture, i) => (picture, i)).Last(read =>
        {
            if (read.i == 0) read.picture.Frame!.Dispose();
            return read.i == 1;
        }).picture.Frame!;

        Assert.Equal(64, Math.Max(frame.Width, frame.Height));
        Assert.Equal((double)whole.Width / whole.Height, (double)frame.Width / frame.Height, 0.05);
    }

    [Fact]
    public void Without_ffmpeg_it_is_said_what_to_install()
    {
        using var reader = new PictureReader(ffmpeg: "ffmpeg-that-is-nowhere");

        Assert.Contains(
            "apt-get install", Assert.Throws<FfmpegMissingException>(() => reader.Read("a.jpg").First()).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_percent_sign_in_a_files_name_is_no_pattern()
    {
        Require.Program("ffmpeg", "ffmpeg");
        var (one, other) = (SharedFiles.DataFiles("occlusion/none")[0], SharedFiles.DataFiles("occlusion/none")[1]);
        File.Copy(one, Path.Combine(_folder, "a%03d.jpg"));
        File.Copy(other, Path.Combine(_folder, "a001.jpg"));

        using var named = _reader.ReadMany([Path.Combine(_folder, "a%03d.jpg")]).Single().Frame!;
        using var alone = _reader.Read(one, null, 1).First();

        Assert.Equal(Bytes(alone), Bytes(named));
    }

    [Fact]
    public void A_clip_with_sound_only_is_said_to_hold_no_picture()
    {
        var clip = Path.Combine(_folder, "sound.mp4");
        Make("-f", "lavfi", "-i", "sine=duration=0.2", clip);

        var fault = Assert.Throws<PictureException>(() => _reader.Read(clip).ToList());

        Assert.Contains("sound", fault.Message.Replace(clip, "", StringComparison.Ordinal), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("15")]
    [InlineData("30000/1001")]
    public void A_clip_says_its_own_rate(string rate)
    {
        var clip = Path.Combine(_folder, "clip.mp4");
        Make("-f", "lavfi", "-i", $"testsrc=size=64x48:rate={rate}:duration=0.4", clip);
        var told = 0.0;

        foreach (var frame in _reader.Read(clip, rate: own => told = own)) frame.Dispose();

        Assert.Equal(rate == "15" ? 15 : 29.97, told, 0.01);
    }

    static void Make(params string[] arguments)
    {
        Require.Program("ffmpeg", "ffmpeg");
        using var process = Process.Start("ffmpeg", ["-nostdin", "-v", "error", .. arguments]);
        process.WaitForExit();
        Assert.Equal(0, process.ExitCode);
    }

    public void Dispose()
    {
        _reader.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static byte[] Bytes(VideoFrame frame)
    {
        using var bytes = new MemoryStream();
        Plane(frame.Y, frame.StrideY, frame.Width, frame.Height);
        Plane(frame.U, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        Plane(frame.V, frame.StrideUV, frame.ChromaWidth, frame.ChromaHeight);
        return bytes.ToArray();

        void Plane(ReadOnlySpan<byte> plane, int stride, int width, int height)
        {
            for (var row = 0; row < height; row++) bytes.Write(plane.Slice(row * stride, width));
        }
    }
}
