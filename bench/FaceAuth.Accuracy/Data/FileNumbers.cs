using System.Globalization;

namespace FaceAuth.Accuracy.Data;

/// <summary>Numbers in file names.</summary>
internal static class FileNumbers
{
    /// <summary>The last number in a file's name without its ending; −1 when there is none.</summary>
    public static long Last(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path.AsSpan());
        var end = name.LastIndexOfAnyInRange('0', '9') + 1;
        var start = end;
        while (start > 0 && char.IsAsciiDigit(name[start - 1])) start--;
        return long.TryParse(name[start..end], NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1;
    }
}
