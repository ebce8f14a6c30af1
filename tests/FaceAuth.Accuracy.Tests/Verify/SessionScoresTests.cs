using FaceAuth.Accuracy.Statistics;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Accuracy.Tests.Verify;

/// <summary>Sessions of several pictures against several templates.</summary>
public sealed class SessionScoresTests
{
    // two people on axes of their own; of the first one's session a picture in three shows the other
    static readonly ComparedFace?[] Faces =
    [
        Face(1, 0), Face(1, 0), null, Face(0.9f, 0.1f), Face(0, 1), Face(0.8f, 0.2f), Face(1, 0),
        Face(0, 1), Face(0, 1), Face(0, 1), Face(0, 1), Face(0, 1),
    ];

    static readonly int[] People = [0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 1];

    [Fact]
    public void The_median_picture_decides_and_one_bad_one_of_three_costs_nobody_a_session()
    {
        var scores = Compare([]);

        Assert.Equal((2, 2L, 2L), (scores.People, scores.Rates.Genuine.Count, scores.Rates.Impostor.Count));
        Assert.Equal(new ErrorRate(0, 2), scores.Rates.FalseNonMatch(0.75));
        Assert.Equal(new ErrorRate(1, 2), scores.Rates.FalseNonMatch(0.85));   // 0.8 is the median of 0.9, 0 and 0.8
        Assert.Equal(new ErrorRate(0, 2), scores.Rates.FalseMatch(0.75));
        Assert.Empty(scores.Within);
    }

    [Fact]
    public void What_is_no_session_to_the_end_is_none()
    {
        var scores = SessionScores.Of(new(2, 4), Faces, People, [], TestContext.Current.CancellationToken);

        Assert.Equal((1, 1L, 0L), (scores.People, scores.Rates.Genuine.Count, scores.Rates.Impostor.Count));
    }

    [Fact]
    public void Sessions_of_one_group_are_counted_for_it()
    {
        string?[] groups = [.. People.Select(person => person == 0 ? "old" : "young")];

        var data = Compare(groups).Json(0.85);

        Assert.Equal(["old", "young"], data["groups"]!.AsArray().Select(group => (string?)group!["group"]));
        Assert.Equal([1L, 0L], data["groups"]!.AsArray().Select(group => (long)group!["falseNonMatch"]!["errors"]!));
        Assert.Equal(0, (long)data["groups"]![0]!["falseMatch"]!["trials"]!);
    }

    static SessionScores Compare(string?[] groups) =>
        SessionScores.Of(new(2, 3), Faces, People, groups, TestContext.Current.CancellationToken);

    static ComparedFace Face(float x, float y) => new([x, y], 0);
}
