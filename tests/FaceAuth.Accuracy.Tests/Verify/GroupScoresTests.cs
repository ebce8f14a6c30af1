using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Statistics;
using FaceAuth.Accuracy.Verify;

namespace FaceAuth.Accuracy.Tests.Verify;

/// <summary>Comparisons by group.</summary>
public sealed class GroupScoresTests
{
    static readonly string?[] Groups = ["old", "old", "young", "young", null];

    [Fact]
    public void Pairs_of_one_group_and_of_two_are_counted_apart_and_the_unlabelled_not_at_all()
    {
        var scores = Compare();

        Assert.Equal(["old", "young"], scores.Within.Select(group => group.Group));
        Assert.All(scores.Within, group => Assert.Equal((0, 1), (group.Rates.Genuine.Count, group.Rates.Impostor.Count)));
        Assert.Equal(4, scores.Across.Impostor.Count);
    }

    [Fact]
    public void The_worst_group_is_named_and_the_threshold_is_the_one_that_it_needs()
    {
        var scores = Compare();

        Assert.Equal(("young", new ErrorRate(1, 1)), scores.WorstAt(0.5));
        Assert.Equal(1, scores.ThresholdAt(0.5), 1e-4);   // above 0.9999…, the young ones' only pair
        Assert.Equal(["old", "young"], scores.TooFewFor(0.5).Select(group => group.Group));
    }

    [Fact]
    public void A_pair_that_is_left_out_is_neither_counted_nor_listed()
    {
        var scores = Compare((2, 3));

        Assert.Equal([1L, 0L], scores.Within.Select(group => group.Rates.Impostor.Count));
        Assert.Empty(scores.Alike);
    }

    [Fact]
    public void What_is_taken_from_the_later_pictures_similarity_is_taken_here_too()
    {
        var scores = GroupScores.Of(
            [Face(1, 0, 0.3f), Face(1, 0, 0.1f)], [0, 1], ["a", "a"], new HashSet<(int, int)>(), 0.5,
            TestContext.Current.CancellationToken);

        Assert.Equal(0.9f, Assert.Single(scores.Alike).Similarity, 1e-5f);
    }

    [Fact]
    public void Alike_pairs_are_written_as_they_are_read()
    {
        var file = Path.GetTempFileName();
        try
        {
            PictureItem[] pictures = [new("a/1, x.jpg", ""), new("b/1.jpg", ""), new("c/1.jpg", "")];

            PairList.Write(file, [new(0, 2, 0.71f)], pictures, ["old", "old", "young"]);

            Assert.Equal([(0, 2)], PairList.Read(file, pictures));
            Assert.Throws<EvalException>(() => PairList.Read(file, pictures[..2]));
        }
        finally
        {
            File.Delete(file);
        }
    }

    static GroupScores Compare(params (int, int)[] leftOut) => GroupScores.Of(
        [Face(1, 0), Face(0, 1), Face(0.8f, 0.6f), Face(0.8f, 0.6f), Face(1, 0)], [0, 1, 2, 3, 4], Groups, leftOut.ToHashSet(), 0.95,
        TestContext.Current.CancellationToken);

    static ComparedFace Face(float x, float y, float shift = 0) => new([x, y], shift);
}
