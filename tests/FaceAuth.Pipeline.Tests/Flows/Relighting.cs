using System.Numerics;
using FaceAuth.Frames;
using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Tests.Flows;

/// <summary>Adds a screen's light to a picture: on the face as on an ellipsoid in its box, on the scene as on a wall behind.</summary>
internal static class Relighting
{
    const float Wall = 0.05f;   // of what falls on the face
    const float Body = 0.6f;    // hair, neck and shoulders

    /// <summary>Lights it.</summary>
    /// <param name="frame">The picture, limited range.</param>
    /// <param name="face">The face in it.</param>
    /// <param name="screen">The screen's light over the room's, linear.</param>
    public static void Light(VideoFrame frame, in Box face, Vector3 screen)
    {
        var (reachX, reachY) = (0.55f * face.Width, 0.6f * face.Height);
        for (var row = 0; row < frame.ChromaHeight; row++)
        {
            for (var column = 0; column < frame.ChromaWidth; column++)
            {
                var (x, y) = ((2 * column + 1 - face.Centre.X) / reachX, (2 * row + 1 - face.Centre.Y) / reachY);
                var out2 = x * x + y * y;
                var falls = out2 < 1 ? MathF.Sqrt(1 - out2) : MathF.Abs(x) < 1.4f && y > -1.3f ? Body * 0.5f : Wall;
                Light(frame, row, column, Vector3.One + falls * screen);
            }
        }
    }

    static void Light(VideoFrame frame, int row, int column, Vector3 gain)
    {
        var at = row * frame.StrideUV + column;
        var (rows, columns) = (Math.Min(2, frame.Height - 2 * row), Math.Min(2, frame.Width - 2 * column));
        var sum = 0f;
        for (var i = 0; i < rows * columns; i++) sum += frame.Y[(2 * row + i / columns) * frame.StrideY + 2 * column + i % columns];
        var (luma, u, v) = (sum / (rows * columns), frame.U[at], frame.V[at]);
        var matrix = YuvMatrix.Limited;
        var before = Vector3.Max(Vector3.Zero, new(
            matrix.Luma * luma + matrix.RedV * v + matrix.RedBase,
            matrix.Luma * luma + matrix.GreenU * u + matrix.GreenV * v + matrix.GreenBase,
            matrix.Luma * luma + matrix.BlueU * u + matrix.BlueBase));
        // a coded value is the light's power of 1 / 2.2
        var after = Vector3.Min(new(255), before * new Vector3(Coded(gain.X), Coded(gain.Y), Coded(gain.Z)));
        var brighter = 0.299f * after.X + 0.587f * after.Y + 0.114f * after.Z;
        frame.U[at] = Round(128 + 224f / 255 * (after.Z - brighter) / 1.772f);
        frame.V[at] = Round(128 + 224f / 255 * (after.X - brighter) / 1.402f);
        var ratio = (16 + 219f / 255 * brighter - 16) / Math.Max(1, luma - 16);
        for (var i = 0; i < rows * columns; i++)
        {
            ref var sample = ref frame.Y[(2 * row + i / columns) * frame.StrideY + 2 * column + i % columns];
            sample = Round(16 + (sample - 16) * ratio);
        }
    }

    static float Coded(float gain) => MathF.Pow(gain, 1 / 2.2f);

    static byte Round(float value) => (byte)Math.Clamp(MathF.Round(value), 0, 255);
}
