using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Runs;
using FaceAuth.Pipeline.Stills;
using FaceAuth.Store.Contracts;
using FaceAuth.Testing.FakeModels;

namespace FaceAuth.Pipeline.Tests.Runs;

/// <summary>Pictures that leave with a decision, where they were asked for.</summary>
public sealed class KeptPicturesTests
{
    static readonly FakeScene Person = new();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(5)]
    public async Task A_decision_comes_with_as_many_as_were_asked_for_in_their_order(int asked)
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(), pictures: asked);

        await run.ShowAsync(Person with { Person = 2 }, 8);

        var pictures = run.Decision!.Pictures;
        Assert.Equal(asked == 0, pictures.Count == 0);
        Assert.InRange(pictures.Count, Math.Min(asked, 2), asked);
        Assert.Equal(pictures.OrderBy(picture => picture.At), pictures);
        if (asked > 0) Assert.Contains(pictures, picture => picture.Moment == PictureMoment.Last);
        Assert.All(pictures, picture => Assert.Equal((480, 360), (picture.Width, picture.Height)));
        foreach (var picture in pictures) picture.Dispose();
    }

    [Fact]
    public async Task They_are_the_receivers_and_outlive_the_run()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(), pictures: 2);
        await run.ShowAsync(Person with { Person = 2 }, 8);
        await run.Run.DisposeAsync();

        var picture = run.Decision!.Pictures[0];
        var file = picture.ToJpeg(ReviewPicture.MostBytes)!;
        picture.Dispose();

        Assert.Equal([0xff, 0xd8, 0xff], file[..3]);
        Assert.Throws<ObjectDisposedException>(() => picture.ToJpeg(ReviewPicture.MostBytes));
        Assert.DoesNotContain("48", picture.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_run_that_ends_without_a_decision_gives_none_away()
    {
        await using var fixture = await PipelineFixture.StartAsync();
        var run = await fixture.OpenAsync(SessionPurpose.Verify, await fixture.SubjectAsync(), pictures: 3);
        await run.ShowAsync(Person, 0.5);

        await run.Run.DisposeAsync();

        Assert.Null(await run.FinishAsync());
    }

    [Fact]
    public void An_album_that_was_let_go_gives_none_away()
    {
        var album = PictureAlbum.For(new(Guid.NewGuid(), "party", SessionPurpose.Identify, null, "passive") { Pictures = 3 })!;
        album.Dispose();

        var decision = new AuthDecision(false, null, [], null!);

        Assert.Same(decision, album.GiveTo(decision));
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(6)]
    public async Task More_than_may_be_kept_is_a_wrong_call(int asked)
    {
        await using var fixture = await PipelineFixture.StartAsync();

        await Assert.ThrowsAsync<ArgumentException>(() => fixture.OpenAsync(SessionPurpose.Identify, pictures: asked));
    }
}
