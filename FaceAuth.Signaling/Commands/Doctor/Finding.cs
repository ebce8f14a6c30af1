namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>What one check found.</summary>
/// <param name="Name">What was looked at, one word.</param>
/// <param name="Status">How it is.</param>
/// <param name="Text">What it is like, and where something is to be done, the setting or the step.</param>
internal sealed record Finding(string Name, FindingStatus Status, string Text)
{
    public static Finding Ok(string name, string text) => new(name, FindingStatus.Ok, text);

    public static Finding Note(string name, string text) => new(name, FindingStatus.Note, text);

    public static Finding Fault(string name, string text) => new(name, FindingStatus.Fault, text);
}

/// <summary>How something is.</summary>
internal enum FindingStatus
{
    /// <summary>It works.</summary>
    Ok,

    /// <summary>It works, or could not be looked at from here; its operator should know.</summary>
    Note,

    /// <summary>It does not work.</summary>
    Fault,
}
