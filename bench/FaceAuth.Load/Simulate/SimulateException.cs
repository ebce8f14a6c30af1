namespace FaceAuth.Load.Simulate;

/// <summary>The simulation cannot go on. The message is one line for a person: what is wrong and what to do.</summary>
internal sealed class SimulateException(string message, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>The server's own code for it; null where it gave none.</summary>
    public string? Code { get; init; }
}
