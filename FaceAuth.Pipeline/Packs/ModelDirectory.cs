using System.Security.Cryptography;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Finds the manifest's files on this machine and checks them.</summary>
/// <param name="folders">Searched in order; folders that do not exist are passed over.</param>
internal sealed class ModelDirectory(IReadOnlyList<string> folders)
{
    /// <summary>Where models are looked for, in order.</summary>
    public IReadOnlyList<string> Folders { get; } = folders;

    /// <summary>
    /// <see cref="ModelsOptions.Directory"/> or FACEAUTH_MODELS, then the download cache (models/cache, then faceauth/models in the user's
    /// cache), then models/starter.
    /// </summary>
    /// <remarks>Relative ones beside the program and under the working folder.</remarks>
    public static ModelDirectory From(ModelsOptions options)
    {
        var first = options.Directory ?? Environment.GetEnvironmentVariable("FACEAUTH_MODELS");
        List<string> folders = [];
        if (!string.IsNullOrWhiteSpace(first)) folders.Add(first);
        folders.AddRange(Near(Path.Combine("models", "cache")));
        if (UserFolder is { } cache) folders.Add(cache);
        folders.AddRange(Near(Path.Combine("models", "starter")));
        return new(folders.Select(Path.GetFullPath).Distinct().ToList());
    }

    /// <summary>The user's own cache, where downloads go unless told otherwise; null where the user has no home.</summary>
    public static string? UserFolder => UserCache() is { } cache ? Path.Combine(cache, "faceauth", "models") : null;

    /// <summary>The first folder's file of that model, or the archive that has it; null where there is neither.</summary>
    public string? Find(ModelEntry model) => Folders.Select(folder => Find(folder, model)).FirstOrDefault(path => path is not null);

    /// <summary>Reads a model's file and checks size and checksum.</summary>
    /// <exception cref="ModelException">It is missing, unreadable, or not the file that the manifest names.</exception>
    public byte[] Read(ModelEntry model)
    {
        var path = Find(model) ?? throw new ModelException(Missing(model));
        return Read(
            path, model.Id, model.Sha256, model.Bytes,
            () => Path.GetFileName(path) == model.File ? File.ReadAllBytes(path) : ModelArchive.Read(path, model));
    }

    /// <summary>Reads a file and checks its checksum.</summary>
    /// <exception cref="ModelException">It is missing, unreadable, or another one.</exception>
    public static byte[] Read(string path, string id, string expected, long size, Func<byte[]> read)
    {
        byte[] bytes;
        try
        {
            bytes = read();
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException($"Model file {path} cannot be read ({e.Message}): give this process read access to it.", e);
        }

        var sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes));
        if (sha256 == expected) return bytes;
        throw new ModelException(
            $"Model file {path} is not {id}: its SHA-256 is {sha256} ({bytes.Length} bytes), the manifest wants {expected} ({size} bytes). "
            + "Delete it and fetch it again (models/README.md).");
    }

    /// <summary>What to do about a model that no folder has.</summary>
    public string Missing(ModelEntry model) =>
        $"Model file {model.File} ({model.Id}) is in none of {string.Join(", ", Folders)}. "
        + (model.Archives.Count > 0 ? $"{string.Join(" or ", model.Archives)} there would do as it is. " : "")
        + $"Fetch it {(model.Source.Url is { } url ? $"from {url}" : "as models/README.md says")}, "
        + "or point Models:Directory (FACEAUTH_MODELS) at the folder that has it.";

    static string? Find(string folder, ModelEntry model)
    {
        var file = Path.Combine(folder, model.File);
        return File.Exists(file)
            ? file
            : model.Archives.Select(archive => Path.Combine(folder, archive)).FirstOrDefault(archive => ModelArchive.Has(archive, model));
    }

    static IEnumerable<string> Near(string folder) =>
        [Path.Combine(AppContext.BaseDirectory, folder), Path.Combine(Environment.CurrentDirectory, folder)];

    static string? UserCache()
    {
        var cache = Environment.GetEnvironmentVariable("XDG_CACHE_HOME");
        if (!string.IsNullOrWhiteSpace(cache)) return cache;
        var home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
        return home.Length == 0 ? null : Path.Combine(home, ".cache");
    }
}
