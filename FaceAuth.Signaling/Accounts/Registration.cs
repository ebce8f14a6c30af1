namespace FaceAuth.Signaling.Accounts;

/// <summary>Who may register.</summary>
internal enum Registration
{
    /// <summary>Anybody who reaches the server.</summary>
    Open,

    /// <summary>Nobody.</summary>
    Closed,
}
