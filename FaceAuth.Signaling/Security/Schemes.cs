namespace FaceAuth.Signaling.Security;

/// <summary>Names of the authentication schemes.</summary>
internal static class Schemes
{
    /// <summary>Picks <see cref="ApiKey"/> or <see cref="User"/> by the headers sent.</summary>
    public const string Any = "FaceAuth";

    /// <summary>A relying party's key.</summary>
    public const string ApiKey = "ApiKey";

    /// <summary>A user's access token.</summary>
    public const string User = "User";

    /// <summary>The operator's key.</summary>
    public const string Operator = "Operator";

    /// <summary>Picks <see cref="User"/> for a bearer token, else <see cref="Operator"/>.</summary>
    public const string Staff = "Staff";

    /// <summary>The console's cookie.</summary>
    public const string Console = "Console";

    /// <summary>A session's token, on the hub.</summary>
    public const string Session = "Session";
}
