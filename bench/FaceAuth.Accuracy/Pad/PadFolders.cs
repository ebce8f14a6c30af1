using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Pad;

/// <summary>Finds sessions: a session is a folder of pictures or a clip.</summary>
/// <remarks>Those below the live folder are of people; the attack folder has one folder a species.</remarks>
/// <param name="fps">Pictures a second in a folder; null to go by the numbers in their names.</param>
/// <param name="clipFps">Numbers in names a second.</param>
internal sealed class PadFolders(double? fps, double clipFps)
{
    /// <summary>All sessions, people first.</summary>
    /// <exception cref="EvalException">A folder is missing or holds no session.</exception>
    public IReadOnlyList<PadSession> Read(string live, string attacks)
    {
        var sessions = Below(live, null, "live");
        foreach (var species in PictureFiles.Folders(attacks))
            sessions.AddRange(Below(species, Path.GetFileName(species), $"attacks/{Path.GetFileName(species)}"));
        return sessions;
    }

    /// <summary>The sessions of one folder.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="species">Which attack instrument; null for people.</param>
    /// <param name="name">What their names begin with.</param>
    /// <exception cref="EvalException">It is missing or holds no session.</exception>
    public List<PadSession> Below(string folder, string? species, string name)
    {
        if (!Directory.Exists(folder)) throw new EvalException($"There is no folder {folder}.");
        List<PadSession> sessions = [];
        foreach (var entry in Directory.EnumerateFileSystemEntries(folder).Order(StringComparer.Ordinal))
        {
            var own = $"{name}/{Path.GetFileName(entry)}";
            if (File.Exists(entry))
            {
                if (PictureFiles.IsClip(entry)) sessions.Add(new(own, species, [], entry));
                continue;
            }

            var pictures = PictureFiles.Below(entry);
            sessions.Add(new(own, species, Timed(own, pictures), null));
        }

        return sessions.Count > 0
            ? sessions
            : throw new EvalException($"There is no session in {folder}: a folder of pictures, or a clip.");
    }

    List<(PictureItem, double)> Timed(string session, List<PictureItem> pictures)
    {
        if (fps is { } rate) return [.. pictures.Select((picture, i) => (picture, i / rate))];
        var numbered = pictures.Select(picture => (Picture: picture, Number: FileNumbers.Last(picture.Name)))
            .OrderBy(picture => picture.Number).ToList();
        if (numbered[0].Number < 0 || numbered.DistinctBy(picture => picture.Number).Count() != numbered.Count)
            throw new EvalException($"The names in {session} do not number its pictures: say how many a second they are with --fps.");
        return [.. numbered.Select(picture => (picture.Picture, (picture.Number - numbered[0].Number) / clipFps))];
    }
}
