using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>
/// One picture at full, half, quarter … size, so that a model which wants a small picture samples one that is at most
/// twice as large: plain bilinear sampling of a larger one skips pixels and aliases. A level is made when it is first
/// asked for, by averaging 2×2 blocks of the one before. The memory is kept from picture to picture. One owner, one thread.
/// </summary>
internal sealed class PicturePyramid
{
    /// <summary>Width of the picture itself.</summary>
    public int Width => throw new NotImplementedException();

    /// <summary>Height of the picture itself.</summary>
    public int Height => throw new NotImplementedException();

    /// <summary>Takes the next picture; the frame stays the caller's and must not be disposed while this is in use.</summary>
    public void Load(VideoFrame frame) => throw new NotImplementedException();
}
