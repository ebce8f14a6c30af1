namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>What of a face is covered, as far as it can be named.</summary>
internal enum Cover
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nose and mouth, by a mask.</summary>
    Mask,

    /// <summary>Both eyes: dark, mirrored or coloured glasses.</summary>
    Sunglasses,

    /// <summary>One eye: hair, a hand, an object.</summary>
    Eye,

    /// <summary>The mouth, by no mask: a hand, an object.</summary>
    Mouth,

    /// <summary>Eyes and mouth, or something that cannot be named.</summary>
    Other,
}
