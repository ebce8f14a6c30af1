using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Reviews;

/// <summary>Words about reviews.</summary>
internal static class ReviewWords
{
    public static string Of(ReviewCause cause) => cause == ReviewCause.Appealed ? "asked for" : "a close decision";

    public static string Of(ReviewState state) => state switch
    {
        ReviewState.Open => "to be judged",
        ReviewState.Upheld => "upheld: it was right",
        _ => "overturned: it was wrong",
    };

    public static string Of(PictureMoment moment) => moment switch
    {
        PictureMoment.First => "the first sharp face",
        PictureMoment.Middle => "in between",
        PictureMoment.Fell => "a score fell",
        _ => "the last before the decision",
    };

    /// <summary>How many found what.</summary>
    public static string SaidIn(ReviewRecord review)
    {
        var wrong = review.Judgements.Count(one => one.Overturns);
        var right = review.Judgements.Count - wrong;
        return (right, wrong) switch
        {
            (0, 0) => "nothing yet",
            (0, _) => $"{wrong} × wrong",
            (_, 0) => $"{right} × right",
            _ => $"{wrong} × wrong, {right} × right",
        };
    }

    public static string KindOf(ReviewState state) => state switch
    {
        ReviewState.Open => "mild",
        ReviewState.Upheld => "good",
        _ => "bad",
    };
}
