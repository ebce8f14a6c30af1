namespace FaceAuth.Signaling.Accounts;

/// <summary>The page that sets a password by a link.</summary>
internal static class ResetPage
{
    /// <summary>Where the page is; the secret stands behind #, which browsers send nowhere.</summary>
    public static string PathOf(string token) => $"/reset.html#token={token}";
}
