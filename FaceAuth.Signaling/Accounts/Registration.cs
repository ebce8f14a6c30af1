namespace FaceAuth.Signaling.Accounts;

/// <summary>Who may register.</summary>
public enum Registration
{
    /// <summary>Anybody who reaches the server.</summary>
    Open,

    /// <summary>Nobody.</summary>
    Closed,
}
