namespace FaceAuth.Pipeline.Contracts;

/// <summary>Why a single picture was not decoded.</summary>
public enum PictureFlaw
{
    /// <summary>Not a whole JPEG or PNG file, or something is hidden behind its end.</summary>
    NotAPicture,

    /// <summary>One that no camera or canvas makes: animated, CMYK, arithmetic coding, too many scans.</summary>
    Unsupported,

    /// <summary>More pixels than are allowed, or a side below 16 or above 4096.</summary>
    BadSize,
}
