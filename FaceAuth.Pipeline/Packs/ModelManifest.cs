using System.Text.Json;

namespace FaceAuth.Pipeline.Packs;

/// <summary>The models and packs that FaceAuth knows: models/manifest.json.</summary>
/// <param name="Packs">The packs.</param>
/// <param name="Models">The models that they name.</param>
internal sealed record ModelManifest(IReadOnlyList<PackEntry> Packs, IReadOnlyList<ModelEntry> Models)
{
    /// <summary>The fusion that judges attacks; null in a manifest that no pack can be loaded from.</summary>
    public OwnModelEntry? PadFusion { get; init; }

    /// <summary>The manifest beside the program.</summary>
    public static string DefaultPath => Path.Combine(AppContext.BaseDirectory, "models", "manifest.json");

    /// <summary>Reads and checks a manifest.</summary>
    /// <exception cref="ModelException">It is missing, no JSON, or contradicts itself.</exception>
    public static ModelManifest Read(string path)
    {
        byte[] json;
        try
        {
            json = File.ReadAllBytes(path);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new ModelException(
                $"The model manifest {path} cannot be read ({e.Message}): set Models:Manifest to models/manifest.json.", e);
        }

        return Parse(json, path);
    }

    /// <summary>Parses and checks a manifest; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="ModelException">It is no JSON, or contradicts itself.</exception>
    public static ModelManifest Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var manifest = JsonSerializer.Deserialize(json, ManifestJson.Default.ModelManifest)
                ?? throw new ModelException($"The model manifest {name} is empty: restore it from the release.");
            if (manifest.Fault() is { } fault)
                throw new ModelException($"The model manifest {name} is wrong: {fault}. Restore it or mend that entry.");
            return manifest;
        }
        catch (JsonException e)
        {
            throw new ModelException($"The model manifest {name} is no valid manifest ({e.Message}): restore it or mend that entry.", e);
        }
    }

    /// <summary>The pack of that name.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public PackEntry Pack(string name) =>
        Packs.FirstOrDefault(pack => pack.Name == name)
        ?? throw new ModelException(
            $"There is no model pack \"{name}\": set Models:Pack to {string.Join(" or ", Packs.Select(pack => pack.Name))}.");

    /// <summary>The model of that id.</summary>
    /// <exception cref="ModelException">There is none.</exception>
    public ModelEntry Model(string id) =>
        Models.FirstOrDefault(model => model.Id == id)
        ?? throw new ModelException($"The manifest has no model \"{id}\": restore models/manifest.json or add it.");

    string? Fault()
    {
        if (Models.GroupBy(model => model.Id).FirstOrDefault(group => group.Count() > 1) is { } twice)
            return $"model {twice.Key} is there twice";
        foreach (var model in Models)
        {
            if (FaultOf(model) is { } fault) return $"model {model.Id} {fault}";
        }

        foreach (var pack in Packs)
        {
            if (PackRole.Of(pack).FirstOrDefault(role => !pack.Members.TryGetValue(role, out var ids) || ids.Count == 0) is { } role)
                return $"pack {pack.Name} names no {role}";
            if (pack.Members.Values.SelectMany(ids => ids).FirstOrDefault(id => Models.All(model => model.Id != id)) is { } unknown)
                return $"pack {pack.Name} names {unknown}, which is no model";
        }

        return null;
    }

    static string? FaultOf(ModelEntry model)
    {
        var preprocessing = model.Preprocessing;
        if (model.Sha256.Length != 64 || !model.Sha256.All(char.IsAsciiHexDigitLower))
            return "has no SHA-256 of 64 lower-case hexadecimal digits";
        if (!IsFileName(model.File)) return "has a folder in its file name";
        if (!model.Archives.All(IsFileName)) return "has a folder in the name of an archive";
        if (model.Inputs.Count != 1 || model.Outputs.Count == 0) return "needs one input and at least one output";
        if (model.Inputs.Concat(model.Outputs).Any(tensor => tensor.Type is not ("float32" or "float16")))
            return "has a tensor type other than float32 or float16";
        if (preprocessing.Colour is not ("RGB" or "BGR")) return "has a colour order other than RGB or BGR";
        if (preprocessing.Layout is not ("NCHW" or "NHWC")) return "has a layout other than NCHW or NHWC";
        if (preprocessing.Width < 8 || preprocessing.Height < 8) return "has an input below 8 × 8";
        if (preprocessing.Mean.Count != 3 || preprocessing.Deviation.Count != 3 || preprocessing.Deviation.Contains(0))
            return "needs three means and three deviations that are not 0";
        if (preprocessing.CropScale.Count != 2) return "needs two crop scales";
        return null;
    }

    static bool IsFileName(string name) => name is not ("" or "." or "..") && name == Path.GetFileName(name);
}
