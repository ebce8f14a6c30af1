using FaceAuth.Accuracy.Data;
using FaceAuth.Accuracy.Pad;

namespace FaceAuth.Accuracy.Funnel;

/// <summary>Finds what sets hold: a folder or a clip is a session, and what lies in a set's folder itself are single pictures.</summary>
internal static class FunnelFolders
{
    // so many single pictures a worker takes at once
    const int AtATime = 64;

    /// <summary>All sessions, set after set.</summary>
    /// <param name="paths">A folder a set.</param>
    /// <param name="sessions">Finds sessions.</param>
    /// <param name="labels">A label takes the set's place.</param>
    /// <exception cref="EvalException">A folder is missing, holds nothing, or two have one name.</exception>
    public static IReadOnlyList<FunnelSession> Read(IReadOnlyList<string> paths, PadFolders sessions, GroupLabels labels)
    {
        if (paths.Count == 0) throw new EvalException("Give a folder for each set: in it a folder of pictures or a clip a session.");
        var names = paths.Select(path => Path.GetFileName(Path.TrimEndingDirectorySeparator(Path.GetFullPath(path)))).ToList();
        if (names.Distinct(StringComparer.Ordinal).Count() != names.Count)
            throw new EvalException("Two of the folders have the same name, and each names a set: rename one of them.");
        return [.. paths.Zip(names).SelectMany(set => Of(set.First, set.Second, sessions))
            .Select(session => session with { Set = labels.Of(session.Session.Name) ?? session.Set })];
    }

    static List<FunnelSession> Of(string folder, string name, PadFolders sessions)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        var single = Directory.EnumerateFiles(folder).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal)
            .Select(path => (new PictureItem(Path.GetFileName(path), path), 0.0)).ToList();
        List<FunnelSession> found =
            [.. single.Chunk(AtATime).Select((part, i) => new FunnelSession(name, new($"{name}/[{i}]", null, part, null), false))];
        if (single.Count == 0 || Directory.EnumerateDirectories(folder).Any() || Directory.EnumerateFiles(folder).Any(PictureFiles.IsClip))
            found.AddRange(sessions.Below(folder, null, name).Select(session => new FunnelSession(name, session, true)));
        return found;
    }
}
