using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>What comes of each camera, with real models on real faces; each picture analysed before the next is taken.</summary>
public sealed class CameraTableTests(ITestOutputHelper output)
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public async Task Enrols_a_person_and_verifies_them_in_another_clip(int every)
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every));

        var outcome = Told(await pipeline.PlayAsync(SessionPurpose.Verify, subject, Footage.Clip("video/face_noface.mov", every)));

        Assert.True(outcome.Decision.Accepted);
        Assert.Equal(subject, outcome.Decision.SubjectId);
        Assert.InRange(outcome.Decision.Scores.Duration, TimeSpan.FromSeconds(0.8), TimeSpan.FromSeconds(8));
    }

    [Fact]
    public async Task Identifies_the_person_among_others()
    {
        await using var pipeline = await RealPipeline.StartAsync();
        await pipeline.EnrolAsync(Footage.Clip("video/opendbm_subj01.mp4", every: 2));
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every: 2));

        var known = Told(await pipeline.PlayAsync(SessionPurpose.Identify, null, Footage.Clip("video/face_noface.mov", every: 2)));
        var unknown = Told(await pipeline.PlayAsync(SessionPurpose.Identify, null, Footage.Clip("video/pexels-8164110.mp4", every: 2)));

        Assert.True(known.Decision.Accepted);
        Assert.Equal(subject, known.Decision.SubjectId);
        Assert.Equal(ReasonCode.NotSamePerson, unknown.Decision.Reasons[0]);
        Assert.Null(unknown.Decision.SubjectId);
    }

    [Theory]
    [InlineData("video/pexels-8164110.mp4")]
    [InlineData("video/opendbm_subj01.mp4")]
    public async Task Refuses_somebody_else(string clip)
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every: 2));

        var outcome = Told(await pipeline.PlayAsync(SessionPurpose.Verify, subject, Footage.Clip(clip, every: 2)));

        Assert.Equal(ReasonCode.NotSamePerson, outcome.Decision.Reasons[0]);
    }

    [Fact]
    public async Task Refuses_a_still_portrait_for_want_of_a_sign_of_life()
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every: 2));

        var own = Told(
            await pipeline.PlayAsync(SessionPurpose.Verify, subject, Footage.Clip("video/single_face.mp4", every: 3, pictures: 1)));
        var portrait = Told(await pipeline.PlayAsync(
            SessionPurpose.Enroll, await pipeline.NewSubjectAsync(),
            Footage.Photo(SharedFiles.Data("misc/single_face.jpg"), fps: 8)));

        // one picture for ever: nobody holds as still
        Assert.Equal([ReasonCode.SpoofSuspected, ReasonCode.NoSignOfLife], own.Decision.Reasons);
        Assert.Contains(own.Guidance, guidance => guidance.Code == GuidanceCode.Blink);
        Assert.Contains(ReasonCode.NoSignOfLife, portrait.Decision.Reasons);
        Assert.False(portrait.Decision.Accepted);
    }

    [Theory]
    [InlineData(480)]
    [InlineData(720)]
    public async Task Names_the_spoof_of_every_print_and_screen_and_enrols_none(int side)
    {
        await using var pipeline = await RealPipeline.StartAsync();
        foreach (var photo in SharedFiles.DataFiles("spoof/spoof"))
        {
            var outcome = Told(
                await pipeline.PlayAsync(SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), Footage.Photo(photo, fps: 5, side)),
                Path.GetFileName(photo));

            Assert.False(outcome.Decision.Accepted);
            Assert.Contains(ReasonCode.SpoofSuspected, outcome.Decision.Reasons);
        }
    }

    [Fact]
    public async Task Tells_masked_people_to_take_it_off_and_enrols_none()
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var (told, photos) = (0, SharedFiles.DataFiles("occlusion/mask"));
        foreach (var photo in photos)
        {
            var outcome = Told(
                await pipeline.PlayAsync(SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), Footage.Photo(photo, fps: 4)),
                Path.GetFileName(photo));

            Assert.False(outcome.Decision.Accepted);
            if (outcome.Guidance.Any(guidance => guidance.Code == GuidanceCode.RemoveObstacle)) told++;
        }

        // two photos show several people
        Assert.InRange(told, photos.Count - 2, photos.Count);
    }

    [Fact]
    public async Task Refuses_a_room_without_a_face()
    {
        await using var pipeline = await RealPipeline.StartAsync();

        var outcome = Told(await pipeline.PlayAsync(
            SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), Footage.Clip("video/no_face.mp4", every: 2)));

        Assert.Equal([ReasonCode.NoFace], outcome.Decision.Reasons);
        Assert.Equal([GuidanceCode.NoFace], outcome.Guidance.Select(guidance => guidance.Code));
    }

    [Theory]
    [InlineData(SessionPurpose.Verify)]
    [InlineData(SessionPurpose.Enroll)]
    public async Task Refuses_two_people(SessionPurpose purpose)
    {
        await using var pipeline = await RealPipeline.StartAsync();
        var subject = await pipeline.EnrolAsync(Footage.Clip("video/single_face.mp4", every: 2));

        var outcome = Told(await pipeline.PlayAsync(purpose, subject, Footage.Clip("video/short_hamilton_clip.mp4", every: 2)));

        Assert.False(outcome.Decision.Accepted);
        Assert.Contains(ReasonCode.OneFaceOnly, outcome.Decision.Reasons);
        Assert.Equal(GuidanceCode.OneFaceOnly, outcome.Guidance.First().Code);
    }

    [Fact]
    public async Task Survives_pictures_of_any_shape()
    {
        await using var pipeline = await RealPipeline.StartAsync();
        foreach (var footage in Footage.OddShapes())
        {
            var outcome = Told(
                await pipeline.PlayAsync(SessionPurpose.Enroll, await pipeline.NewSubjectAsync(), footage), $"{footage.Size}");

            Assert.False(outcome.Decision.Accepted);
            Assert.DoesNotContain(ReasonCode.InternalError, outcome.Decision.Reasons);
        }
    }

    Outcome Told(Outcome outcome, string? of = null)
    {
        output.WriteLine($"{of} {outcome}".Trim());
        return outcome;
    }
}
