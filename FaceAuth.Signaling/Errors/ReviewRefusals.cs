namespace FaceAuth.Signaling.Errors;

/// <summary>Why a decision is not looked at again, or not by this person.</summary>
internal static class ReviewRefusals
{
    public static readonly Refusal NotYourReview = new("not_your_review", 403, "Not by you",
        "Somebody else has to judge: a person with an account of their own, who has not judged this one and whose session it is not.");

    public static readonly Refusal ReviewUnknown = new("review_unknown", 404, "No such review",
        "There is no review of that id. GET /v1/reviews lists those that there are.");

    public static readonly Refusal PictureUnknown = new("picture_unknown", 404, "No such picture",
        "This picture is not kept, or not any more. The review says how many there are and until when.");

    public static readonly Refusal NotDecided = new("not_decided", 409, "Nothing to look at",
        "This session has no decision that could be looked at again. Wait for it, or create another session.");

    public static readonly Refusal ReviewOver = new("review_over", 409, "Judged already",
        "This review is over; what was found stands.");
}
