using System.Globalization;

namespace FaceAuth.Accuracy.Data;

/// <summary>Pictures of several folders, each folder of one class.</summary>
/// <param name="Pictures">All pictures, folder after folder.</param>
/// <param name="Classes">Each picture's class.</param>
/// <param name="Said">What there is, in a few words without a path.</param>
internal sealed record PictureFolders(IReadOnlyList<PictureItem> Pictures, IReadOnlyList<string> Classes, string Said)
{
    /// <summary>Reads folders.</summary>
    /// <param name="folders">Path and class.</param>
    /// <param name="take">"even", "odd" or null: which pictures, by the last number in their name.</param>
    /// <exception cref="EvalException">A folder is missing or empty.</exception>
    public static PictureFolders Read(IReadOnlyList<(string Path, string Class)> folders, string? take)
    {
        List<PictureItem> pictures = [];
        List<string> classes = [];
        foreach (var (path, own) in folders)
        {
            var found = PictureFiles.Below(path)
                .Where(picture => take is null || FileNumbers.Last(picture.Name) % 2 == (take == "odd" ? 1 : 0)).ToList();
            // two folders may hold pictures of the same name
            if (folders.Count > 1)
            {
                var name = Path.GetFileName(Path.TrimEndingDirectorySeparator(path));
                found = [.. found.Select(picture => picture with { Name = Path.Combine(name, picture.Name) })];
            }

            pictures.AddRange(found);
            classes.AddRange(Enumerable.Repeat(own, found.Count));
        }

        if (pictures.Select(picture => picture.Name).Distinct().Count() != pictures.Count)
            throw new EvalException("Two of the folders have the same name and pictures of the same names: rename one of them.");
        var said = string.Join(", ", classes.GroupBy(own => own)
            .Select(own => string.Create(CultureInfo.InvariantCulture, $"{own.Count()} pictures \"{own.Key}\"")));
        return new(pictures, classes, take is null ? said : $"{said}, {take} numbers");
    }
}
