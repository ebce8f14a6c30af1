namespace FaceAuth.Pipeline.Deciding;

/// <summary>What of a face is covered.</summary>
internal enum Cover
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>Nose and mouth, by a mask.</summary>
    Mask,

    /// <summary>An eye or both.</summary>
    Eyes,

    /// <summary>Something else, or both eyes and mouth.</summary>
    Other,
}
