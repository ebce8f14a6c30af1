using System.Text.Json;
using FaceAuth.Pipeline.Contracts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling;

/// <summary>Names of enum values on the wire: snake case, made once.</summary>
internal static class Wire
{
    /// <summary>Name of a reason.</summary>
    public static string Name(ReasonCode value) => Names<ReasonCode>.Of(value);

    /// <summary>Name of a challenge.</summary>
    public static string Name(ChallengeKind value) => Names<ChallengeKind>.Of(value);

    /// <summary>Name of a signal.</summary>
    public static string Name(SignalKind value) => Names<SignalKind>.Of(value);

    /// <summary>Name of what a signal says.</summary>
    public static string Name(SignalState value) => Names<SignalState>.Of(value);

    /// <summary>Name of a purpose.</summary>
    public static string Name(SessionPurpose value) => Names<SessionPurpose>.Of(value);

    /// <summary>Name of a state.</summary>
    public static string Name(SessionState value) => Names<SessionState>.Of(value);

    /// <summary>Name of what a review is for.</summary>
    public static string Name(ReviewCause value) => Names<ReviewCause>.Of(value);

    /// <summary>Name of a review's state.</summary>
    public static string Name(ReviewState value) => Names<ReviewState>.Of(value);

    /// <summary>The review's state of that name; exact, lower case.</summary>
    public static bool TryState(string? name, out ReviewState state) => Names<ReviewState>.TryParse(name, out state);

    /// <summary>Name of a state of a job's run.</summary>
    public static string Name(JobRunState value) => Names<JobRunState>.Of(value);

    /// <summary>Name of a webhook's state.</summary>
    public static string Name(WebhookState value) => Names<WebhookState>.Of(value);

    /// <summary>Name of a delivery's state.</summary>
    public static string Name(WebhookDeliveryState value) => Names<WebhookDeliveryState>.Of(value);

    /// <summary>The challenge of that name; exact, lower case.</summary>
    public static bool TryChallenge(string? name, out ChallengeKind kind) => Names<ChallengeKind>.TryParse(name, out kind);

    /// <summary>The purpose of that name; exact, lower case.</summary>
    public static bool TryPurpose(string? name, out SessionPurpose purpose) => Names<SessionPurpose>.TryParse(name, out purpose);

    /// <summary>The state of that name; exact, lower case.</summary>
    public static bool TryState(string? name, out SessionState state) => Names<SessionState>.TryParse(name, out state);

    /// <summary>The state of a job's run of that name; exact, lower case.</summary>
    public static bool TryState(string? name, out JobRunState state) => Names<JobRunState>.TryParse(name, out state);

    /// <summary>The delivery's state of that name; exact, lower case.</summary>
    public static bool TryState(string? name, out WebhookDeliveryState state) => Names<WebhookDeliveryState>.TryParse(name, out state);

    static class Names<T> where T : struct, Enum
    {
        static readonly Dictionary<T, string> ByValue = Enum.GetValues<T>()
            .ToDictionary(value => value, value => JsonNamingPolicy.SnakeCaseLower.ConvertName(value.ToString()));

        static readonly Dictionary<string, T> ByName = ByValue.ToDictionary(pair => pair.Value, pair => pair.Key);

        public static string Of(T value) => ByValue[value];

        public static bool TryParse(string? name, out T value)
        {
            value = default;
            return name is not null && ByName.TryGetValue(name, out value);
        }
    }
}
