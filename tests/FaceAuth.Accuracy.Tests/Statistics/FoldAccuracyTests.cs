using FaceAuth.Accuracy.Statistics;

namespace FaceAuth.Accuracy.Tests.Statistics;

public sealed class FoldAccuracyTests
{
    [Fact]
    public void Each_fold_is_judged_with_the_threshold_of_the_others()
    {
        // fold 1 alone would choose 0.2 and be perfect; fold 2's best is 0.6
        (int, bool, float)[] trials = [(1, true, 0.3f), (1, false, 0.1f), (2, true, 0.8f), (2, false, 0.4f)];

        var accuracy = FoldAccuracy.Of(trials)!;

        Assert.Equal((0.5, 0.6), (accuracy.Folds[0].Accuracy, Math.Round(accuracy.Folds[0].Threshold, 6)));
        Assert.Equal((0.5, 0.2), (accuracy.Folds[1].Accuracy, Math.Round(accuracy.Folds[1].Threshold, 6)));
        Assert.Equal(0.5, accuracy.Mean);
        Assert.Equal(0, accuracy.StandardError);
    }

    [Fact]
    public void A_comparison_that_was_prevented_never_matches()
    {
        (int, bool, float)[] trials = [(1, true, -1), (1, true, 0.9f), (1, false, -1), (1, false, 0), (2, true, 0.9f), (2, false, 0.1f)];

        Assert.Equal(0.75, FoldAccuracy.Of(trials)!.Folds[0].Accuracy);
    }

    [Fact]
    public void One_fold_has_no_others() => Assert.Null(FoldAccuracy.Of([(1, true, 1f), (1, false, 0f)]));
}
