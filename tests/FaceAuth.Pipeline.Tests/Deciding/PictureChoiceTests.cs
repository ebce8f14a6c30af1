using FaceAuth.Pipeline.Deciding;
using FaceAuth.Pipeline.Deciding.Evidence;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Pipeline.Tests.Deciding;

/// <summary>Which pictures of a session are kept for who judges it.</summary>
public sealed class PictureChoiceTests
{
    readonly FrameEvidence _frame = new(4);

    [Theory]
    [InlineData(1, "Last")]
    [InlineData(2, "First Last")]
    [InlineData(3, "First Middle Last")]
    [InlineData(5, "First Middle Middle Middle Last")]
    public void Of_a_calm_session_they_lie_from_its_begin_to_its_end(int most, string moments)
    {
        var choice = new PictureChoice(most);

        for (var at = 0; at <= 10_000; at += 100) Show(choice, at);

        var kept = Kept(choice, most);
        Assert.Equal(moments.Split(' '), kept.Select(one => $"{one.Moment}"));
        if (most > 1) Assert.Equal(TimeSpan.Zero, kept[0].At);
        Assert.InRange(kept[^1].At, TimeSpan.FromMilliseconds(9750), TimeSpan.FromSeconds(10));
        if (most == 3) Assert.InRange(kept[1].At, TimeSpan.FromSeconds(5), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void The_first_is_the_first_sharp_face_where_one_comes()
    {
        var (choice, blurred) = (new PictureChoice(2), new PictureChoice(2));

        for (var at = 0; at < 3000; at += 100)
        {
            Show(choice, at, sharpness: at < 1500 ? 0.1f : 0.6f);
            Show(blurred, at, sharpness: 0.1f);
        }

        Assert.Equal(TimeSpan.FromMilliseconds(1500), Kept(choice, 2)[0].At);
        Assert.Equal(TimeSpan.Zero, Kept(blurred, 2)[0].At);
    }

    [Theory]
    [InlineData(0.4f, 0.7f)]
    [InlineData(0.9f, 0.3f)]
    public void The_moment_a_score_fell_is_kept_before_one_between(float live, float similarity)
    {
        var choice = new PictureChoice(3);

        for (var at = 0; at <= 6000; at += 100)
            Show(choice, at, live: at == 1700 ? live : 0.9f, similarity: at == 1700 ? similarity : 0.7f);

        Assert.Equal((PictureMoment.Fell, TimeSpan.FromMilliseconds(1700)), Kept(choice, 3)[1]);
    }

    [Fact]
    public void Of_many_falls_the_deepest_stay_and_those_of_one_moment_are_one()
    {
        var choice = new PictureChoice(4);
        Dictionary<int, float> falls = new() { [1000] = 0.7f, [1100] = 0.6f, [3000] = 0.3f, [5000] = 0.75f, [7000] = 0.2f };

        for (var at = 0; at <= 9000; at += 100) Show(choice, at, live: falls.GetValueOrDefault(at, 0.9f));

        Assert.Equal(
            [0, 3000, 7000], Kept(choice, 4)[..3].Select(one => (int)one.At.TotalMilliseconds));
    }

    [Fact]
    public void One_picture_is_the_first_and_nobody_waits_for_another()
    {
        var choice = new PictureChoice(3);

        Show(choice, 0);

        Assert.Equal((PictureMoment.First, TimeSpan.Zero), Assert.Single(Kept(choice, 3)));
    }

    void Show(PictureChoice choice, int at, float sharpness = 0.6f, float? live = null, float? similarity = null)
    {
        _frame.Clear();
        _frame.Time = new(TimeSpan.FromMilliseconds(at), TimeSpan.FromMilliseconds(5000 + at));
        (_frame.Faces, _frame.Quality, _frame.SharpFrom) = (1, new QualityScores(0.7f, sharpness, 0.9f), 0.3f);
        if (live is { } score) _frame.Spoof = new AntiSpoofScores(score, score);
        _frame.Similarity = similarity;
        choice.Choose(_frame);
    }

    static List<(PictureMoment Moment, TimeSpan At)> Kept(PictureChoice choice, int most) =>
        [.. Enumerable.Range(0, most).Select(choice.Find).OfType<(PictureMoment, TimeSpan)>().OrderBy(one => one.Item2)];
}
