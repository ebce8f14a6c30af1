using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>
/// The server's agent (RFC 8445 §2.5): it sends no checks, answers those of the other side, and takes data from every address that passed
/// one.
/// </summary>
/// <remarks>
/// The address that last came with USE-CANDIDATE is sent to; before there is one, and when it has fallen silent, the address that last
/// brought data. Consent is the time since the last valid check (RFC 7675 §5.1 names no other source for a lite agent).
/// </remarks>
internal sealed class IceLiteMachine(IceCredentials local, IceCredentials remote, IceOptions options, TimeSpan now)
    : IceMachine(local, remote, options, now)
{
    /// <summary>A lite agent is always controlled (RFC 8445 §6.1.1), so nobody else may be.</summary>
    protected override StunAttribute ConflictingRole => StunAttribute.IceControlled;
}
