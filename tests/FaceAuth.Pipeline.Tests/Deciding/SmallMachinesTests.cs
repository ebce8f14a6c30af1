using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Pipeline.Deciding.Life;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Obstacles, guidance and the binding of signs of life to a face.</summary>
public sealed class SmallMachinesTests
{
    [Fact]
    public void An_obstacle_takes_two_pictures_to_come_and_three_to_go()
    {
        var obstacle = new ObstacleMachine(new ObstacleOptions());

        Assert.Equal(
            [Cover.None, Cover.Mask, Cover.Mask, Cover.Mask, Cover.Mask, Cover.None],
            new[] { Cover.Mask, Cover.Mask, Cover.None, Cover.None, Cover.Mask, Cover.None }.Select(cover =>
            {
                obstacle.HandleFrame(cover);
                return obstacle.Cover;
            }).Take(5).Append(Clear(obstacle)));
    }

    [Fact]
    public void An_obstacle_is_named_as_most_of_the_last_pictures_say()
    {
        var obstacle = new ObstacleMachine(new ObstacleOptions { NamedOf = 3 });

        Assert.Equal(
            [Cover.None, Cover.Mask, Cover.Mask, Cover.Mask, Cover.Other, Cover.Sunglasses],
            new[] { Cover.Other, Cover.Mask, Cover.Mask, Cover.Other, Cover.Other, Cover.Sunglasses }.Select((cover, i) =>
            {
                if (i == 5) obstacle.HandleFrame(cover);   // twice: two of the last three
                obstacle.HandleFrame(cover);
                return obstacle.Cover;
            }));
    }

    [Fact]
    public void What_covered_a_face_before_it_was_clear_names_nothing_later()
    {
        var obstacle = new ObstacleMachine(new ObstacleOptions());
        foreach (var cover in Enumerable.Repeat(Cover.Mask, 9).Concat(Enumerable.Repeat(Cover.None, 3))) obstacle.HandleFrame(cover);
        Assert.Equal(Cover.None, obstacle.Cover);

        obstacle.HandleFrame(Cover.Sunglasses);
        obstacle.HandleFrame(Cover.Sunglasses);

        Assert.Equal(Cover.Sunglasses, obstacle.Cover);
    }

    [Fact]
    public void Guidance_is_given_when_it_has_settled_and_once()
    {
        var guidance = new GuidanceMachine(TimeSpan.FromMilliseconds(300));

        Assert.Null(guidance.Handle(GuidanceCode.NoFace, null, At(0)));
        Assert.Null(guidance.Handle(GuidanceCode.NoFace, null, At(0.2)));
        Assert.Equal(GuidanceCode.NoFace, guidance.Handle(GuidanceCode.NoFace, null, At(0.3))?.Code);
        Assert.Null(guidance.Handle(GuidanceCode.NoFace, null, At(1)));
    }

    [Fact]
    public void The_first_guidance_is_given_though_no_other_picture_comes()
    {
        var guidance = new GuidanceMachine(TimeSpan.FromMilliseconds(300));
        Assert.Null(guidance.Due);
        guidance.Handle(GuidanceCode.NoFace, null, At(0));

        Assert.Equal(At(0.3), guidance.Due);
        Assert.Null(guidance.Poll(At(0.2)));
        Assert.Equal(GuidanceCode.NoFace, guidance.Poll(At(0.3))?.Code);
        Assert.Null(guidance.Due);

        // afterwards a single picture that differs is a flicker
        guidance.Handle(GuidanceCode.LookStraight, null, At(1));
        Assert.Null(guidance.Due);
        Assert.Null(guidance.Poll(At(2)));
    }

    [Fact]
    public void Guidance_that_flickers_is_not_given()
    {
        var guidance = new GuidanceMachine(TimeSpan.FromMilliseconds(300));
        guidance.Handle(GuidanceCode.HoldStill, null, At(0));
        guidance.Handle(GuidanceCode.HoldStill, null, At(0.3));

        for (var time = 0.4; time < 3; time += 0.2)
        {
            Assert.Null(guidance.Handle(GuidanceCode.LookStraight, null, At(time)));
            Assert.Null(guidance.Handle(GuidanceCode.HoldStill, null, At(time + 0.1)));
        }
    }

    [Fact]
    public void Guidance_with_another_detail_is_another_guidance()
    {
        var guidance = new GuidanceMachine(TimeSpan.Zero);

        Assert.NotNull(guidance.Handle(GuidanceCode.RemoveObstacle, GuidanceCode.RemoveMask, At(0)));
        Assert.NotNull(guidance.Handle(GuidanceCode.RemoveObstacle, GuidanceCode.UncoverEyes, At(1)));
        Assert.Null(guidance.Handle(GuidanceCode.RemoveObstacle, GuidanceCode.UncoverEyes, At(2)));
    }

    [Theory]
    [InlineData(1.0, 2.1, true)]     // known shortly before and shortly after
    [InlineData(0.2, 2.1, false)]    // not known for 1.8 s before
    [InlineData(1.0, 3.8, false)]    // not for 1.6 s after
    public void A_sign_of_life_counts_between_two_embeddings_of_its_face(double before, double after, bool counts)
    {
        var life = new LifeMachine(TimeSpan.FromSeconds(1.5));
        life.HandleAgreed(Time(before));
        life.HandleSign(new LifeSign(Time(2), Time(2.2)));
        Assert.Equal(0, life.Count);

        life.HandleAgreed(Time(after < 2.2 ? 2.2 : after));

        Assert.Equal(counts ? 1 : 0, life.Count);
        Assert.False(life.IsWaiting);
    }

    [Fact]
    public void A_sign_of_life_before_any_embedding_counts_for_nobody()
    {
        var life = new LifeMachine(TimeSpan.FromSeconds(1.5));
        life.HandleSign(new LifeSign(Time(1), Time(1.2)));
        life.HandleAgreed(Time(1.3));

        Assert.Equal(0, life.Count);
    }

    [Fact]
    public void A_lost_face_takes_its_signs_of_life_with_it()
    {
        var life = new LifeMachine(TimeSpan.FromSeconds(1.5));
        life.HandleAgreed(Time(1));
        life.HandleSign(new LifeSign(Time(1.1), Time(1.3)));
        life.HandleAgreed(Time(1.4));
        life.Reset();

        Assert.Equal(0, life.Count);
        life.HandleSign(new LifeSign(Time(1.5), Time(1.7)));
        life.HandleAgreed(Time(1.8));
        Assert.Equal(0, life.Count);
    }

    static Cover Clear(ObstacleMachine obstacle)
    {
        for (var picture = 0; picture < 3; picture++) obstacle.HandleFrame(Cover.None);
        return obstacle.Cover;
    }

    static TimeSpan At(double seconds) => TimeSpan.FromSeconds(seconds);

    static FrameTime Time(double seconds) => new(At(seconds), At(seconds + 100));
}
