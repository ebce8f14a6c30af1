namespace FaceAuth.Signaling.Errors;

/// <summary>One way of saying no: the same on HTTP (problem details), on the hub and on the data channel.</summary>
/// <param name="Code">Stable, snake case; programs compare it.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="Title">What it is, a few words.</param>
/// <param name="Text">For people: what is wrong and what to do next.</param>
internal sealed record Refusal(string Code, int Status, string Title, string Text)
{
    /// <summary>How long to wait before the same is asked again; null where that is not known.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>The same refusal with a text that knows more.</summary>
    public Refusal With(string text) => this with { Text = text };
}
