using System.Numerics.Tensors;
using System.Text.Json;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Finds, checks and reads the cohort that an embedder's entry names; it lies beside the manifest.</summary>
/// <param name="Length">Floats in one face.</param>
/// <param name="Usual">Mean similarity to the nearest that lowers nothing.</param>
/// <param name="From">How the faces were made.</param>
/// <param name="Faces">Signed bytes, face after face: each is a vector up to its length.</param>
internal sealed record FaceCohortFile(int Length, float Usual, string From, byte[] Faces)
{
    // 16 MiB of floats at the longest embedding there is
    const int MostFaces = 4096;

    /// <summary>Reads an embedder's cohort; null where it has none.</summary>
    /// <exception cref="ModelException">It is missing, not the file named, or wrong.</exception>
    public static FaceCohort? Read(ModelEntry embedder, string manifestPath)
    {
        if (embedder.Cohort is not { } entry) return null;
        var path = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(manifestPath))!, Path.GetFileName(entry.File));
        return Parse(
            ModelDirectory.Read(path, $"the cohort of {embedder.Id}", entry.Sha256, entry.Bytes, () => File.ReadAllBytes(path)),
            embedder.EmbeddingLength, path);
    }

    /// <summary>Parses and checks a cohort; <paramref name="name"/> names it in messages.</summary>
    /// <exception cref="ModelException">It is no JSON, or no cohort for embeddings of this length.</exception>
    public static FaceCohort Parse(ReadOnlySpan<byte> json, int length, string name)
    {
        try
        {
            var file = JsonSerializer.Deserialize(json, ManifestJson.Default.FaceCohortFile)
                ?? throw new ModelException($"The cohort {name} is empty: restore it from the release.");
            return file.Fault(length) is { } fault
                ? throw new ModelException($"The cohort {name} {fault}: restore it from the release.")
                : new(file.Unpack(), length, file.Usual);
        }
        catch (JsonException e)
        {
            throw new ModelException($"The cohort {name} cannot be read ({e.Message}): restore it from the release.", e);
        }
    }

    string? Fault(int length)
    {
        if (Length != length) return $"has faces of {Length} floats, not {length}";
        if (Usual is not (>= -1 and <= 1)) return "has a usual similarity outside of −1 to 1";
        if (Faces.Length % length != 0) return "ends within a face";
        if (Faces.Length / length is < FaceCohort.Nearest or > MostFaces)
            return $"has {Faces.Length / length} faces, not {FaceCohort.Nearest} to {MostFaces}";
        return null;
    }

    float[] Unpack()
    {
        var faces = new float[Faces.Length];
        for (var i = 0; i < faces.Length; i++) faces[i] = (sbyte)Faces[i];
        for (var at = 0; at < faces.Length; at += Length)
        {
            var face = faces.AsSpan(at, Length);
            var norm = TensorPrimitives.Norm(face);
            if (norm > 0) TensorPrimitives.Divide(face, norm, face);
        }

        return faces;
    }
}
