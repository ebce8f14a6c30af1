namespace FaceAuth.Signaling.Jobs.Imports;

/// <summary>Where a path leads when every link on its way is followed.</summary>
internal static class RealPath
{
    // as many as Linux follows (path_resolution(7))
    const int MostLinks = 40;

    /// <summary>The path without links; what is not there is left as it is named.</summary>
    /// <exception cref="IOException">The links lead in a circle.</exception>
    public static string Of(string path)
    {
        var full = Path.GetFullPath(path);
        for (var links = 0; links <= MostLinks; links++)
        {
            if (FirstLink(full) is not { } link) return full;
            full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(link.Path)!, link.Target, link.Below));
        }

        throw new IOException("Too many links.");
    }

    /// <summary>Whether a path, its links followed, lies below a folder, that one's followed too.</summary>
    public static bool IsBelow(string path, string folder) =>
        Of(path).StartsWith(Path.TrimEndingDirectorySeparator(Of(folder)) + Path.DirectorySeparatorChar, StringComparison.Ordinal);

    static (string Path, string Target, string Below)? FirstLink(string full)
    {
        var root = Path.GetPathRoot(full)!;
        for (var end = root.Length; end < full.Length;)
        {
            var next = full.IndexOf(Path.DirectorySeparatorChar, end);
            var part = next < 0 ? full : full[..next];
            if (new FileInfo(part).LinkTarget is { } target) return (part, target, next < 0 ? "" : full[(next + 1)..]);
            end = part.Length + 1;
        }

        return null;
    }
}
