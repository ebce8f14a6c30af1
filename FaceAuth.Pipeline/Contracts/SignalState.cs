namespace FaceAuth.Pipeline.Contracts;

/// <summary>What a signal says. Wire names are the same in snake case.</summary>
public enum SignalState
{
    /// <summary>Nothing: it was not looked for, or could not be told.</summary>
    Unknown,

    /// <summary>As a camera and a browser do.</summary>
    Clear,

    /// <summary>As they hardly ever do.</summary>
    Raised,
}
