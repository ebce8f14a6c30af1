namespace FaceAuth.Signaling.Accounts;

/// <summary>What was changed about how a user signs in, which a mail tells them.</summary>
internal enum AccountNews
{
    /// <summary>The password.</summary>
    PasswordChanged,

    /// <summary>A passkey was added.</summary>
    PasskeyAdded,

    /// <summary>A passkey was removed.</summary>
    PasskeyRemoved,
}
