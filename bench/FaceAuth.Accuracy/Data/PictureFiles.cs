namespace FaceAuth.Accuracy.Data;

/// <summary>Finds pictures in folders.</summary>
internal static class PictureFiles
{
    static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".jfif", ".png", ".bmp", ".pgm", ".ppm", ".webp", ".gif", ".tif", ".tiff",
        ".heic", ".heif", ".avif", ".jxl",   // not every ffmpeg reads these: then they are named, not passed over
    };

    static readonly HashSet<string> Clips = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v",
    };

    public static bool IsPicture(string path) => Pictures.Contains(Path.GetExtension(path)) && !IsShadow(path);

    public static bool IsClip(string path) => Clips.Contains(Path.GetExtension(path)) && !IsShadow(path);

    /// <summary>All pictures below a folder, by path; named relative to it.</summary>
    /// <exception cref="EvalException">There is no such folder, or no picture in it.</exception>
    public static List<PictureItem> Below(string folder)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        var items = Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories).Where(IsPicture)
            .Order(StringComparer.Ordinal).Select(path => new PictureItem(Path.GetRelativePath(folder, path), path)).ToList();
        return items.Count > 0
            ? items
            : throw new EvalException($"There is no picture in {folder} ({string.Join(", ", Pictures.Select(ending => ending[1..]))}).");
    }

    // "._x.jpg" beside "x.jpg": what macOS keeps of a file on a disk of others (AppleDouble), no picture of its own
    static bool IsShadow(string path) => Path.GetFileName(path.AsSpan()).StartsWith("._");

    /// <summary>Folders directly below one, by name.</summary>
    /// <exception cref="EvalException">There is no such folder, or none in it.</exception>
    public static List<string> Folders(string folder)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        var folders = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).ToList();
        return folders.Count > 0 ? folders : throw new EvalException($"There is no folder in {folder}.");
    }
}
