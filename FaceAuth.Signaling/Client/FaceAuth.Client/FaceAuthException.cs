using System.Net;

namespace FaceAuth.Client;

/// <summary>The server refused, or said nothing that can be read. The message is for people and holds no secret.</summary>
public sealed class FaceAuthException : Exception
{
    internal FaceAuthException(string message, string code, HttpStatusCode? status, TimeSpan? retryAfter = null, Exception? inner = null)
        : base(message, inner) => (Code, Status, RetryAfter) = (code, status, retryAfter);

    /// <summary>The refusal, in snake case, to compare; "bad_answer" or "keys_unavailable" where the server gave none.</summary>
    public string Code { get; }

    /// <summary>The answer's status; null where there was none.</summary>
    public HttpStatusCode? Status { get; }

    /// <summary>When to try again, where the server says so.</summary>
    public TimeSpan? RetryAfter { get; }
}
