namespace FaceAuth.Store.Contracts;

/// <summary>What became of a change to an account.</summary>
public enum AccountChange
{
    /// <summary>It is as it was to be.</summary>
    Done,

    /// <summary>There is no such account.</summary>
    Unknown,

    /// <summary>It is the only admin that can sign in, and stays it.</summary>
    LastAdmin,

    /// <summary>Its role is a higher one than whoever asks may change.</summary>
    OutOfReach,

    /// <summary>It is disabled, and nobody signs in to it.</summary>
    Disabled,
}
