using FaceAuth.Frames;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Imaging;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>Pictures of a clip that was judged by real models.</summary>
public sealed class JudgedPicturesTests
{
    [Fact]
    public async Task A_refused_clips_pictures_are_files_that_show_the_clip()
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every: 2));
        var footage = Footage.Clip("video/pexels-8164110.mp4", every: 2);
        pipeline.KeptPictures = 3;

        var outcome = await pipeline.PlayAsync(SessionPurpose.Verify, subject, footage);

        Assert.False(outcome.Decision.Accepted);
        Assert.InRange(outcome.Decision.Pictures.Count, 2, 3);
        using var pool = new VideoFramePool(limit: 2, kept: 0);
        foreach (var picture in outcome.Decision.Pictures)
        {
            var (read, flaw) = StillPicture.Read(picture.ToJpeg(ReviewPicture.MostBytes)!, pool);
            Assert.Null(flaw);
            using (read) Assert.InRange(Difference(read!, footage, pool, (int)Math.Round(picture.At.TotalSeconds * footage.Fps)), 0, 4);
            picture.Dispose();
        }
    }

    /// <summary>Mean difference in brightness to the clip's picture of about that moment, 0–255.</summary>
    static double Difference(VideoFrame read, Footage footage, VideoFramePool pool, int number)
    {
        return Enumerable.Range(Math.Max(0, number - 3), 7).Min(near =>
        {
            using var shown = footage.Rent(pool, near);
            var pyramid = new PicturePyramid();
            pyramid.Load(shown);
            using var small = new JudgedPicture();
            Shrinking.Into(pyramid, small);
            pyramid.Unload();
            Assert.Equal((small.Width, small.Height), (read.Width, read.Height));
            var sum = 0L;
            for (var y = 0; y < read.Height; y++)
                for (var x = 0; x < read.Width; x++)
                    sum += Math.Abs(read.Y[y * read.StrideY + x] - small.Samples[y * small.Width + x]);
            return (double)sum / (read.Width * read.Height);
        });
    }
}
