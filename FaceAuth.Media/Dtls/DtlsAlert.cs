namespace FaceAuth.Media.Dtls;

/// <summary>An alert (RFC 5246 §7.2): two bytes.</summary>
/// <param name="IsFatal">Level 2 rather than 1.</param>
/// <param name="Description">What it says, by its number.</param>
internal readonly record struct DtlsAlert(bool IsFatal, byte Description)
{
    /// <summary>Length on the wire, in bytes.</summary>
    public const int Length = 2;

    const byte CloseNotifyNumber = 0;

    /// <summary>"I send no more"; a warning by its level, and yet the end.</summary>
    public static DtlsAlert CloseNotify => new(false, CloseNotifyNumber);

    /// <summary>Whether the connection is over after it.</summary>
    public bool EndsConnection => IsFatal || Description == CloseNotifyNumber;

    /// <summary>Reads the plaintext of an alert record.</summary>
    public static bool TryRead(ReadOnlySpan<byte> plaintext, out DtlsAlert alert)
    {
        alert = default;
        if (plaintext.Length != Length || plaintext[0] is not (1 or 2)) return false;
        alert = new(plaintext[0] == 2, plaintext[1]);
        return true;
    }

    /// <summary>Writes the two bytes.</summary>
    public void Write(Span<byte> plaintext)
    {
        plaintext[0] = IsFatal ? (byte)2 : (byte)1;
        plaintext[1] = Description;
    }
}
