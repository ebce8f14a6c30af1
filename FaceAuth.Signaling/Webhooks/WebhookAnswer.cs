namespace FaceAuth.Signaling.Webhooks;

/// <summary>What an endpoint said to an attempt.</summary>
/// <param name="Status">The HTTP status; null where none came.</param>
/// <param name="Error">Why none came, a code; null where one did.</param>
/// <param name="RetryAfter">How long it asked to be left alone; null for nothing.</param>
internal sealed record WebhookAnswer(int? Status, string? Error, TimeSpan? RetryAfter)
{
    /// <summary>Whether it took it: 2xx, as the specification has it.</summary>
    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>Whether it wants nothing any more.</summary>
    public bool IsGone => Status == StatusCodes.Status410Gone;
}
