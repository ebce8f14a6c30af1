namespace FaceAuth.Store.Contracts;

/// <summary>What became of a refresh token that was presented.</summary>
public enum SignInUse
{
    /// <summary>There is no such sign-in, or it has run out.</summary>
    Unknown,

    /// <summary>It was the latest and is used up now; the next one is to be issued.</summary>
    Rotated,

    /// <summary>It was used up a moment ago and the one after it is still the latest: that one is to be issued once more.</summary>
    Repeated,

    /// <summary>It was used up before. Somebody has a copy, so the sign-in is ended.</summary>
    Reused,
}
