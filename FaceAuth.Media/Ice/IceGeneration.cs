using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Ice;

/// <summary>The credentials of both sides between two ICE restarts.</summary>
internal sealed record IceGeneration(IceCredentials Local, IceCredentials Remote)
{
    /// <summary>Whether the other side made this check with them: USERNAME is our fragment, a colon, its own (RFC 8445 §7.2.2).</summary>
    internal bool Made(StunMessage message)
    {
        ReadOnlySpan<byte> username = message.Username, mine = Local.FragmentBytes, theirs = Remote.FragmentBytes;
        return username.Length == mine.Length + 1 + theirs.Length && username.StartsWith(mine)
            && username[mine.Length] == (byte)':' && username.EndsWith(theirs) && message.VerifyIntegrity(Local.PasswordBytes);
    }

    /// <summary>Never the secrets.</summary>
    public override string ToString() => "‹private›";
}
