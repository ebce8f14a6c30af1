using System.Text.Json;
using FaceAuth.Pipeline.Deciding.Pad;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Finds, checks and reads the presentation-attack fusion that a manifest names.</summary>
internal static class PadFusionFile
{
    /// <summary>Reads the fusion that lies beside the manifest: the pack's own, else the one that packs have in common.</summary>
    /// <exception cref="ModelException">The manifest names none, or it is missing, not the file named, or wrong.</exception>
    public static PadFusion Read(ModelManifest manifest, PackEntry pack, string manifestPath)
    {
        var entry = pack.PadFusion ?? manifest.PadFusion
            ?? throw new ModelException($"The model manifest {manifestPath} names no padFusion: restore it from the release.");
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifestPath))!, Path.GetFileName(entry.File));
        return Parse(ModelDirectory.Read(path, "the attack fusion", entry.Sha256, entry.Bytes, () => File.ReadAllBytes(path)), path);
    }

    /// <summary>Parses and checks a fusion; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="ModelException">It is no JSON, or no fusion that this version can use.</exception>
    public static PadFusion Parse(ReadOnlySpan<byte> json, string name)
    {
        try
        {
            var fusion = JsonSerializer.Deserialize(json, ManifestJson.Default.PadFusion)
                ?? throw new ModelException($"The attack fusion {name} is empty: restore it from the release.");
            return fusion.Fault() is { } fault
                ? throw new ModelException($"The attack fusion {name} {fault}: restore it from the release.")
                : fusion;
        }
        catch (JsonException e)
        {
            throw new ModelException($"The attack fusion {name} cannot be read ({e.Message}): restore it from the release.", e);
        }
    }
}
