namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>
/// The packs of the manifest and their files on this machine: what is here, whether it is right, and how to get the rest.
/// </summary>
public sealed class ModelLibrary
{
    readonly ModelManifest _manifest;
    readonly ModelDirectory _directory;
    readonly ModelDownloader _downloader;

    /// <param name="models">Manifest and folders.</param>
    /// <param name="download">Mirrors and limits.</param>
    /// <param name="http">Client without a time limit of its own; the caller disposes it.</param>
    /// <param name="time">Clock of limits and pauses.</param>
    /// <exception cref="ModelException">The manifest cannot be used.</exception>
    public ModelLibrary(ModelsOptions models, DownloadOptions download, HttpClient http, TimeProvider time)
    {
        _manifest = ModelManifest.Read(models.Manifest ?? ModelManifest.DefaultPath);
        _directory = ModelDirectory.From(models);
        _downloader = new ModelDownloader(http, download, time);
    }

    /// <summary>
    /// Where downloads go unless told otherwise: the user's cache, which the server searches too; null where the user has no home.
    /// </summary>
    public static string? DefaultFolder => ModelDirectory.UserFolder;

    /// <summary>Why the pack that the options name is none; null where it is one, or none is named.</summary>
    /// <remarks>Null too where the manifest cannot be read: that is told where it is loaded, and may be mended meanwhile.</remarks>
    public static string? FaultOfName(ModelsOptions models)
    {
        ArgumentNullException.ThrowIfNull(models);
        if (string.IsNullOrEmpty(models.Pack)) return null;
        ModelManifest manifest;
        try
        {
            manifest = ModelManifest.Read(models.Manifest ?? ModelManifest.DefaultPath);
        }
        catch (ModelException)
        {
            return null;
        }

        try
        {
            manifest.Pack(models.Pack);
            return null;
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }

    /// <summary>Every pack, as the server would find it.</summary>
    public IReadOnlyList<PackStatus> Packs => [.. _manifest.Packs.Select(StatusOf)];

    /// <summary>One pack.</summary>
    /// <exception cref="ModelException">There is none of that name.</exception>
    public PackStatus Pack(string name) => StatusOf(_manifest.Pack(name));

    /// <summary>Reads a part's file and compares it with the manifest's checksum.</summary>
    /// <returns>What is wrong and what to do about it; null when the file is right.</returns>
    public string? FaultOf(PartStatus part)
    {
        try
        {
            _directory.Read(_manifest.Model(part.ModelId));
            return null;
        }
        catch (ModelException e)
        {
            return e.Message;
        }
    }

    /// <summary>Fetches a part's file into <paramref name="folder"/>; replaces one that is there only by the right one.</summary>
    /// <remarks>Where nobody has it and its role is empty, the role's next model that can be had is fetched instead.</remarks>
    /// <returns>The part with the model that was fetched and its path.</returns>
    /// <exception cref="ModelException">No address delivered a file that the manifest names, or the folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">Cancelled; what came in is kept for the next attempt.</exception>
    public async Task<PartStatus> FetchAsync(
        PartStatus part, string folder, IProgress<DownloadProgress>? progress, CancellationToken cancellation)
    {
        List<ModelException> faults = [];
        foreach (var model in part.Alternatives.Prepend(part.ModelId).Select(_manifest.Model))
        {
            try
            {
                var path = await _downloader.FetchAsync(model, folder, progress, cancellation);
                return part with { ModelId = model.Id, File = model.File, Bytes = model.Bytes, Licence = model.Licence.Name, Path = path };
            }
            catch (ModelException e)
            {
                faults.Add(e);
            }
        }

        if (faults.Count == 1) throw faults[0];
        throw new ModelException(string.Join(Environment.NewLine, faults.Select(fault => fault.Message)))
        {
            IsUnreachable = faults.TrueForAll(fault => fault.IsUnreachable),
        };
    }

    PackStatus StatusOf(PackEntry pack) =>
        new(
            pack.Name, pack.Description, pack.Licence, pack.NonCommercial,
            [.. PackRole.Of(pack).Select(role => StatusOf(role, pack.Members[role]))]);

    // as the server chooses: the first that is here, else the first that can be had
    PartStatus StatusOf(string role, IReadOnlyList<string> ids)
    {
        var models = ids.Select(_manifest.Model).ToList();
        var model = models.FirstOrDefault(one => _directory.Find(one) is not null)
            ?? models.FirstOrDefault(_downloader.CanFetch) ?? models[0];
        // a spoilt file is replaced by itself: beside it the server would not take another
        var alternatives = _directory.Find(model) is null
            ? models.Where(one => one != model && _downloader.CanFetch(one)).Select(one => one.Id).ToList()
            : [];
        var unpublished = _downloader.CanFetch(model) ? null : model.Source.Note ?? "See models/README.md.";
        return new(role, model.Id, model.File, model.Bytes, model.Licence.Name, _directory.Find(model), unpublished, alternatives);
    }
}
