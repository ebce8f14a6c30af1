using FaceAuth.Accuracy.Data;

namespace FaceAuth.Accuracy.Verify;

/// <summary>People as folders of pictures.</summary>
internal static class IdentityFolders
{
    /// <summary>All pictures of all people, or of those that a list names, one a line.</summary>
    /// <exception cref="EvalException">Folder or list cannot be read, or there are fewer than two people.</exception>
    public static VerifyData Read(string folder, string? people)
    {
        var folders = PictureFiles.Folders(folder);
        if (people is not null)
        {
            HashSet<string> named;
            try
            {
                named = [.. File.ReadLines(people).Select(line => line.Trim()).Where(line => line.Length > 0)];
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                throw new EvalException($"The list of people {people} cannot be read ({e.Message}).", e);
            }

            folders = [.. folders.Where(path => named.Contains(Path.GetFileName(path)))];
        }

        List<PictureItem> pictures = [];
        List<int> numbers = [];
        var person = 0;
        foreach (var path in folders)
        {
            var files = Directory.EnumerateFiles(path).Where(PictureFiles.IsPicture).Order(StringComparer.Ordinal).ToList();
            if (files.Count == 0) continue;
            pictures.AddRange(files.Select(file => new PictureItem(Path.GetRelativePath(folder, file), file)));
            numbers.AddRange(Enumerable.Repeat(person++, files.Count));
        }

        if (person < 2)
            throw new EvalException(
                $"There are pictures of {person} people in {folder}; comparing takes two. A person is a folder of pictures.");
        return new(pictures, numbers, null, $"{pictures.Count} pictures of {person} people, all against all");
    }
}
