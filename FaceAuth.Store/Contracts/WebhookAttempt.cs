namespace FaceAuth.Store.Contracts;

/// <summary>One attempt to deliver.</summary>
/// <param name="At">When it began, UTC.</param>
/// <param name="Status">The HTTP status that came; null where none did.</param>
/// <param name="Error">Why none came, a code; null where one did.</param>
/// <param name="Milliseconds">How long it took.</param>
public sealed record WebhookAttempt(DateTimeOffset At, int? Status, string? Error, int Milliseconds);
