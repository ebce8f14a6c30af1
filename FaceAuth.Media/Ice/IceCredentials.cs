using System.Security.Cryptography;
using System.Text;

namespace FaceAuth.Media.Ice;

/// <summary>Username fragment and password of one agent (RFC 8445 §5.3): 4–256 and 22–256 ice-chars.</summary>
internal sealed class IceCredentials
{
    const string IceChars = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";

    // more than RFC 8839 §5.4's ice-chars: some stacks write them, and browsers take them
    const string TakenChars = IceChars + "=-_#";

    internal const int MaxLength = 256;

    internal IceCredentials(string usernameFragment, string password)
    {
        (UsernameFragment, Password) = (usernameFragment, password);
        (FragmentBytes, PasswordBytes) = (Encoding.ASCII.GetBytes(usernameFragment), Encoding.ASCII.GetBytes(password));
    }

    internal string UsernameFragment { get; }

    internal string Password { get; }

    internal byte[] FragmentBytes { get; }

    internal byte[] PasswordBytes { get; }

    /// <summary>New credentials: 48 and 144 bits of randomness (§5.3 asks for 24 and 128).</summary>
    internal static IceCredentials Create() =>
        new(RandomNumberGenerator.GetString(IceChars, 8), RandomNumberGenerator.GetString(IceChars, 24));

    /// <summary>Whether both are of the lengths that RFC 8839 §5.4 allows, and of characters that browsers take.</summary>
    internal static bool AreValid(string usernameFragment, string password) =>
        usernameFragment.Length is >= 4 and <= MaxLength && password.Length is >= 22 and <= MaxLength
        && usernameFragment.All(TakenChars.Contains) && password.All(TakenChars.Contains);

    /// <summary>Never the secret.</summary>
    public override string ToString() => "‹private›";
}
