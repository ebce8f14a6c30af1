using FaceAuth.Pipeline.Imaging;

namespace FaceAuth.Pipeline.Deciding.Evidence;

/// <summary>What of a picture is face for sure, and what is surely not the person.</summary>
internal static class FaceRegions
{
    /// <summary>Skin, eyes and mouth without hair and background.</summary>
    /// <param name="face">The face, in picture pixels.</param>
    /// <param name="scale">Samples per pixel.</param>
    public static Box Inner(in Box face, float scale) => Grow(face, scale, 0.76f, 0.77f, 0.035f);

    /// <summary>Head, hair and shoulders: beside it and above its lower border is the scene.</summary>
    /// <param name="face">The face, in picture pixels.</param>
    /// <param name="scale">Samples per pixel.</param>
    public static Box Outer(in Box face, float scale) => Grow(face, scale, 1.9f, 1.45f, -0.175f);

    /// <summary>Whether a place lies in it.</summary>
    public static bool Holds(in Box box, float x, float y) => x > box.X && x < box.Right && y > box.Y && y < box.Bottom;

    static Box Grow(in Box face, float scale, float width, float height, float lower)
    {
        var (w, h) = (face.Width * width * scale, face.Height * height * scale);
        return new(face.Centre.X * scale - w / 2, (face.Centre.Y + lower * face.Height) * scale - h / 2, w, h);
    }
}
