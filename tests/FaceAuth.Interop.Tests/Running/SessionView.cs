namespace FaceAuth.Interop.Tests.Running;

/// <summary>A session as GET /v1/sessions/ID shows it to its relying party.</summary>
sealed record SessionView(
    Guid Id, string Purpose, string? Subject, string Nonce, string State, string? Outcome, IReadOnlyList<string> Reasons, string? Verdict);
