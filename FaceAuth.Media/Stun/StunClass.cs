namespace FaceAuth.Media.Stun;

/// <summary>What a STUN message is for; the values are the two class bits (RFC 8489 §5).</summary>
internal enum StunClass
{
    Request = 0,
    Indication = 1,
    Success = 2,
    Error = 3,
}
