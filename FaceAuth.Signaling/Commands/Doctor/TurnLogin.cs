namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>Long-term credentials of a TURN server.</summary>
/// <param name="User">User name.</param>
/// <param name="Password">Password.</param>
/// <param name="Realm">The server's realm.</param>
/// <param name="Nonce">The server's nonce.</param>
internal sealed record TurnLogin(string User, string Password, byte[] Realm, byte[] Nonce)
{
    /// <summary>Never prints the password.</summary>
    public override string ToString() => "TurnLogin";
}
