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

    public static string KindOf(ReviewState state) => state switch
    {
        ReviewState.Open => "mild",
        ReviewState.Upheld => "good",
        _ => "bad",
    };
}
