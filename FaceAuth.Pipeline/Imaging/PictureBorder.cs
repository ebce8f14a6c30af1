namespace FaceAuth.Pipeline.Imaging;

/// <summary>What a network sees outside the picture.</summary>
internal enum PictureBorder
{
    /// <summary>Black.</summary>
    Black,

    /// <summary>The nearest pixel of the picture.</summary>
    Repeat,
}
