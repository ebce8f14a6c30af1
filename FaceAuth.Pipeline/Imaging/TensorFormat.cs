using System.Numerics;

namespace FaceAuth.Pipeline.Imaging;

/// <summary>
/// How a network wants its picture: float32, three channels of <see cref="Width"/> × <see cref="Height"/>, each
/// (sample − mean) ÷ deviation with samples of 0–255.
/// </summary>
/// <param name="Width">Pixels a row, at least 8.</param>
/// <param name="Height">Rows, at least 1.</param>
/// <param name="IsBgr">Blue first instead of red first.</param>
/// <param name="IsInterleaved">Channels of a pixel lie together (NHWC) instead of plane by plane (NCHW).</param>
/// <param name="Mean">Subtracted, in the order red, green, blue.</param>
/// <param name="Deviation">Divides, in the order red, green, blue; not 0.</param>
/// <param name="Border">What lies outside the picture.</param>
internal readonly record struct TensorFormat(
    int Width, int Height, bool IsBgr, bool IsInterleaved, Vector3 Mean, Vector3 Deviation, PictureBorder Border)
{
    /// <summary>Floats in the whole tensor.</summary>
    public int Length => 3 * Width * Height;
}
