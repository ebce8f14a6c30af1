namespace FaceAuth.Pipeline.Imaging;

/// <summary>YCbCr to RGB by ITU-R BT.601-7 §2.5 (Kr 0.299, Kb 0.114).</summary>
/// <remarks>Red = <see cref="Luma"/>·Y + <see cref="RedV"/>·V + <see cref="RedBase"/> and so on, all 0–255 and not yet clamped.</remarks>
internal readonly record struct YuvMatrix(
    float Luma, float RedV, float GreenU, float GreenV, float BlueU, float RedBase, float GreenBase, float BlueBase)
{
    const double Kr = 0.299;
    const double Kb = 0.114;
    const double Kg = 1 - Kr - Kb;

    /// <summary>For 16–235 luma and 16–240 chroma.</summary>
    public static readonly YuvMatrix Limited = Of(255.0 / 219, 255.0 / 224, 16);

    /// <summary>For 0–255.</summary>
    public static readonly YuvMatrix Full = Of(1, 1, 0);

    static YuvMatrix Of(double luma, double chroma, double black)
    {
        var (redV, blueU) = (2 * (1 - Kr) * chroma, 2 * (1 - Kb) * chroma);
        var (greenU, greenV) = (-blueU * Kb / Kg, -redV * Kr / Kg);
        var dark = -luma * black;
        return new(
            (float)luma, (float)redV, (float)greenU, (float)greenV, (float)blueU,
            (float)(dark - 128 * redV), (float)(dark - 128 * (greenU + greenV)), (float)(dark - 128 * blueU));
    }
}
