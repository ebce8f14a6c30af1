using System.Globalization;

namespace FaceAuth.Load.Clips;

/// <summary>Width and height in pixels, both even, 16–4096.</summary>
internal readonly record struct PictureSize(int Width, int Height)
{
    /// <summary>What browsers ask a camera for by default.</summary>
    public static PictureSize Default { get; } = new(640, 480);

    /// <summary>Reads "640x480".</summary>
    public static bool TryParse(string text, out PictureSize size)
    {
        size = default;
        var parts = text.Split('x');
        if (parts.Length != 2 || !TrySide(parts[0], out var width) || !TrySide(parts[1], out var height)) return false;
        size = new(width, height);
        return true;
    }

    /// <inheritdoc/>
    public override string ToString() => $"{Width}x{Height}";

    static bool TrySide(string text, out int side) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out side) && side is >= 16 and <= 4096 && side % 2 == 0;
}
