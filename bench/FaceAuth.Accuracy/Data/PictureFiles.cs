namespace FaceAuth.Accuracy.Data;

/// <summary>Finds pictures in folders.</summary>
internal static class PictureFiles
{
    static readonly HashSet<string> Pictures = new(StringComparer.OrdinalIgnoreCase)
    {
        ".jpg", ".jpeg", ".png", ".bmp", ".pgm", ".ppm", ".webp", ".gif", ".tif", ".tiff",
    };

    static readonly HashSet<string> Clips = new(StringComparer.OrdinalIgnoreCase)
    {
        ".mp4", ".mov", ".webm", ".mkv", ".avi", ".m4v",
    };

    public static bool IsPicture(string path) => Pictures.Contains(Path.GetExtension(path));

    public static bool IsClip(string path) => Clips.Contains(Path.GetExtension(path));

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

    /// <summary>Folders directly below one, by name.</summary>
    /// <exception cref="EvalException">There is no such folder, or none in it.</exception>
    public static List<string> Folders(string folder)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        var folders = Directory.EnumerateDirectories(folder).Order(StringComparer.Ordinal).ToList();
        return folders.Count > 0 ? folders : throw new EvalException($"There is no folder in {folder}.");
    }
}
