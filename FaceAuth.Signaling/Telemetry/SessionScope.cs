namespace FaceAuth.Signaling.Telemetry;

/// <summary>Which session the current flow works for.</summary>
internal static class SessionScope
{
    static readonly AsyncLocal<Guid?> Flow = new();

    /// <summary>The session's id; null outside of any.</summary>
    public static Guid? Current => Flow.Value;

    /// <summary>The rest of the caller's flow, and what it starts, works for a session.</summary>
    public static void Enter(Guid session) => Flow.Value = session;
}
