namespace FaceAuth.Store.Contracts;

/// <summary>What endpoints are told of.</summary>
public static class WebhookEventTypes
{
    /// <summary>A session ended, with a decision or without.</summary>
    public const string SessionFinished = "session.finished";

    /// <summary>People looked at a session's decision again, and are done.</summary>
    public const string SessionReviewed = "session.reviewed";

    /// <summary>A subject's face was enrolled.</summary>
    public const string SubjectEnrolled = "subject.enrolled";

    /// <summary>A subject was erased, by its owner or because it was unused for long.</summary>
    public const string SubjectErased = "subject.erased";

    /// <summary>A subject can be verified only after it was erased and enrolled again: the recogniser has changed.</summary>
    public const string SubjectRenewal = "subject.renewal_required";

    /// <summary>What an owner sends itself to try an endpoint; every endpoint takes it.</summary>
    public const string Test = "webhook.test";

    /// <summary>What an endpoint can be for.</summary>
    public static IReadOnlyList<string> All { get; } = [SessionFinished, SessionReviewed, SubjectEnrolled, SubjectErased, SubjectRenewal];
}
