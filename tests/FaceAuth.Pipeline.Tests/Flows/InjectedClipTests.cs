using System.Diagnostics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Injection;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>What the pictures of real clips say of injection, as a browser's encoder leaves them: FaceAuth.Pipeline/docs/injection.md.</summary>
public sealed class InjectedClipTests(ITestOutputHelper output)
{
    const string Camera = "scale=640:480:force_original_aspect_ratio=decrease:force_divisible_by=2:flags=area";
    const string Loop = Camera + ",loop=loop=-1:size=32767,trim=end_frame=390,setpts=N/30/TB";

    // the first picture everywhere but where the person is
    const string StillScene =
        Camera + ",split[a][b];[a]loop=loop=400:size=1,trim=end_frame=400,setpts=N/30/TB[room];"
        + "[b]crop=iw*0.45:ih*0.8:iw*0.275:ih*0.2[person];[room][person]overlay=W*0.275:H*0.2:shortest=1";

    [Theory]
    [InlineData("face_noface.mov", 300)]
    [InlineData("opendbm_subj01.mp4", 0)]
    [InlineData("opendbm_subj01.mp4", 80)]
    [InlineData("opendbm_subj01.mp4", 300)]
    [InlineData("pexels-8164110.mp4", 0)]
    [InlineData("short_hamilton_clip.mp4", 300)]
    [InlineData("single_face.mp4", 300)]
    [InlineData("no_face.mp4", 300)]
    public void A_cameras_pictures_raise_nothing(string clip, int kilobits)
    {
        var (repeats, still) = Play(clip, Camera, kilobits);

        Assert.NotEqual(SignalState.Raised, repeats);
        Assert.NotEqual(SignalState.Raised, still);
    }

    [Theory]
    [InlineData("face_noface.mov", 300)]
    [InlineData("opendbm_subj01.mp4", 0)]
    [InlineData("opendbm_subj01.mp4", 300)]
    public void A_clip_in_a_loop_is_told(string clip, int kilobits)
    {
        Assert.Equal(SignalState.Raised, Play(clip, Loop, kilobits).Repeats);
    }

    [Theory]
    [InlineData("face_noface.mov", 0)]
    [InlineData("face_noface.mov", 800)]
    [InlineData("opendbm_subj01.mp4", 0)]
    [InlineData("opendbm_subj01.mp4", 800)]
    public void A_person_put_before_a_still_picture_is_told(string clip, int kilobits)
    {
        Assert.Equal(SignalState.Raised, Play(clip, StillScene, kilobits).Still);
    }

    [Fact]
    public async Task The_decision_tells_of_a_loop()
    {
        await using var pipeline = await RealPipeline.StartAsync();

        var outcome = await pipeline.PlayAsync(
            SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), Footage.Clip("video/single_face.mp4", 2, pictures: 18));

        output.WriteLine($"{outcome} {string.Join(", ", outcome.Decision.Signals)}");
        Assert.Contains(new AuthSignal(SignalKind.RepeatedPictures, SignalState.Raised), outcome.Decision.Signals);
    }

    (SignalState Repeats, SignalState Still) Play(string clip, string filter, int kilobits)
    {
        var path = SharedFiles.Data($"video/{clip}");
        var sent = kilobits == 0 ? path : Path.Combine(Path.GetTempPath(), $"faceauth-{Guid.NewGuid():N}.webm");
        try
        {
            if (kilobits > 0) Encode(path, filter, kilobits, sent);
            return Read(clip, kilobits, Clips.Frames(sent, kilobits == 0 ? filter : null));
        }
        finally
        {
            if (kilobits > 0) File.Delete(sent);
        }
    }

    (SignalState Repeats, SignalState Still) Read(string clip, int kilobits, IEnumerable<VideoFrame> frames)
    {
        var (repeats, still, picture, grid) = (new RepeatMachine(), new StillMachine(), new PicturePyramid(), new SceneGrid());
        var number = 0;
        double? repeated = null, stood = null;
        foreach (var frame in frames)
        {
            using (frame)
            {
                if (number++ % 2 != 0) continue;   // what is looked at of 30 a second
                picture.Load(frame);
                grid.Take(picture);
                picture.Unload();
            }

            var at = TimeSpan.FromSeconds((number - 1) / 30.0);
            repeats.Handle(at, grid);
            still.Handle(at, grid);
            if (repeats.Signal == SignalState.Raised) repeated ??= at.TotalSeconds;
            if (still.Signal == SignalState.Raised) stood ??= at.TotalSeconds;
        }

        output.WriteLine(
            $"{clip} {kilobits} kbit/s, {number} pictures: repeats {repeats.Signal} {repeated:F1}, still {still.Signal} {stood:F1}");
        return (repeats.Signal, still.Signal);
    }

    static void Encode(string path, string filter, int kilobits, string target)
    {
        string[] arguments =
        [
            "-v", "error", "-nostdin", "-y", "-i", path, "-an", "-filter_complex", filter, "-c:v", "libvpx", "-deadline", "realtime",
            "-pix_fmt", "yuv420p",
            "-cpu-used", "12", "-threads", "2", "-g", "9999", "-error-resilient", "1",
            "-b:v", $"{kilobits}k", "-maxrate", $"{kilobits}k", "-bufsize", $"{kilobits}k", target,
        ];
        using var ffmpeg = Process.Start(new ProcessStartInfo("ffmpeg", arguments) { RedirectStandardError = true })!;
        var errors = ffmpeg.StandardError.ReadToEnd();
        ffmpeg.WaitForExit();
        Assert.True(ffmpeg.ExitCode == 0, errors);
    }
}
