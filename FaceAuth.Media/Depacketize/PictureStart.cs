namespace FaceAuth.Media.Depacketize;

/// <summary>What a payload alone can say about being the first of its picture.</summary>
internal enum PictureStart
{
    /// <summary>It goes on with a picture.</summary>
    No,

    /// <summary>It can be the first; whether it is, the packets before it say.</summary>
    Maybe,

    /// <summary>It is the first.</summary>
    Yes,
}
