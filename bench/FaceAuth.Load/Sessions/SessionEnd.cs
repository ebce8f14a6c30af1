namespace FaceAuth.Load.Sessions;

/// <summary>How a whole session ended for its person.</summary>
internal enum SessionEnd
{
    /// <summary>Accepted, by a verdict whose signature is right.</summary>
    Accepted,

    /// <summary>Decided, and not accepted.</summary>
    Refused,

    /// <summary>Told that the server has no place now.</summary>
    Busy,

    /// <summary>No decision within the time that its person waits, or the connection ended before.</summary>
    Undecided,
}

/// <summary>One whole session.</summary>
/// <param name="End">How it ended.</param>
/// <param name="BegunAt">When its person asked for it.</param>
/// <param name="Took">From there to its end.</param>
/// <param name="Why">The first reason or the error, for people; null when accepted.</param>
internal sealed record PlayedSession(SessionEnd End, TimeSpan BegunAt, TimeSpan Took, string? Why);
