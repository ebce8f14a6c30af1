using System.Numerics;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>The colour of the light on a face and on the scene around it.</summary>
/// <remarks>
/// Each is the natural logarithm of red over green (X) and blue over green (Y), linear: what a face's own colour, the camera's white balance
/// and exposure multiply only adds something there, and adds the same to both. Takes a picture's samples, allocates nothing.
/// </remarks>
/// <param name="Face">Of the whole face.</param>
/// <param name="Centre">Of its middle, which faces the screen.</param>
/// <param name="Rim">Of its sides, which turn away from it.</param>
/// <param name="Scene">Of what surrounds it.</param>
internal readonly record struct LightReading(Vector2 Face, Vector2 Centre, Vector2 Rim, Vector2 Scene)
{
    const int MostSide = 200;   // of the level that is read, luma samples
    const int Fewest = 24;   // chroma samples that say something
    const byte Darkest = 28, Brightest = 226;   // outside these a sensor clips, and its colour is none
    const float Gamma = 2.2f;   // of sRGB, nearly

    /// <summary>Reads a picture.</summary>
    /// <param name="picture">The picture.</param>
    /// <param name="face">The face, in its pixels.</param>
    /// <param name="reading">The light; undefined where nothing can be told.</param>
    /// <returns>False where too little of the face or the scene is well exposed.</returns>
    public static bool TryRead(PicturePyramid picture, in Box face, out LightReading reading)
    {
        reading = default;
        var level = 0;
        while (level < 6 && Math.Max(picture.Width, picture.Height) >> level > MostSide) level++;
        var samples = picture.Level(level);
        var scale = 0.5f / (1 << level);   // chroma samples per pixel
        var (inner, outer) = (FaceRegions.Inner(face, scale), FaceRegions.Outer(face, scale));
        var (middle, width) = (face.Centre.X * scale, face.Width * scale);
        Sum centre = default, rim = default, rest = default, scene = default;
        for (var row = 0; row < samples.ChromaHeight; row++)
        {
            var y = row + 0.5f;
            if (y >= outer.Bottom) break;
            for (var column = 0; column < samples.ChromaWidth; column++)
            {
                var x = column + 0.5f;
                if (FaceRegions.Holds(inner, x, y))
                {
                    var aside = MathF.Abs(x - middle);
                    if (aside < 0.14f * width) Add(samples, row, column, ref centre);
                    else if (aside > 0.26f * width) Add(samples, row, column, ref rim);
                    else Add(samples, row, column, ref rest);
                }
                else if (!FaceRegions.Holds(outer, x, y)) Add(samples, row, column, ref scene);
            }
        }

        if (centre.Count < Fewest || rim.Count < Fewest || scene.Count < Fewest) return false;
        var matrix = samples.FullRange ? YuvMatrix.Full : YuvMatrix.Limited;
        if (!centre.Plus(rim).Plus(rest).TryColour(matrix, out var whole) || !centre.TryColour(matrix, out var front)
            || !rim.TryColour(matrix, out var side) || !scene.TryColour(matrix, out var around))
            return false;
        reading = new(whole, front, side, around);
        return true;
    }

    static void Add(in PlanarPicture picture, int row, int column, ref Sum sum)
    {
        // the luma sample at the chroma sample's upper left: the level is an average already
        int luma = picture.Y[Math.Min(2 * row, picture.Height - 1) * picture.StrideY + Math.Min(2 * column, picture.Width - 1)];
        if (luma is <= Darkest or >= Brightest) return;
        var at = row * picture.StrideUV + column;
        sum = new(sum.Count + 1, sum.Y + luma, sum.U + picture.U[at], sum.V + picture.V[at]);
    }

    readonly record struct Sum(int Count, long Y, long U, long V)
    {
        public Sum Plus(in Sum other) => new(Count + other.Count, Y + other.Y, U + other.U, V + other.V);

        public bool TryColour(in YuvMatrix matrix, out Vector2 colour)
        {
            var (y, u, v) = ((float)Y / Count, (float)U / Count, (float)V / Count);
            var red = matrix.Luma * y + matrix.RedV * v + matrix.RedBase;
            var green = matrix.Luma * y + matrix.GreenU * u + matrix.GreenV * v + matrix.GreenBase;
            var blue = matrix.Luma * y + matrix.BlueU * u + matrix.BlueBase;
            colour = Gamma * new Vector2(MathF.Log(red / green), MathF.Log(blue / green));
            return red > 1 && green > 1 && blue > 1;
        }
    }
}
