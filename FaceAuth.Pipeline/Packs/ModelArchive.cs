using System.IO.Compression;

namespace FaceAuth.Pipeline.Packs;

/// <summary>Finds and reads a model inside a zip as its makers publish it, e.g. buffalo_l.zip.</summary>
/// <remarks>
/// Nothing is unpacked to disk, so a member's folder names mean nothing; no more is read than the manifest says the model has.
/// </remarks>
internal static class ModelArchive
{
    /// <summary>Whether the zip has a member of the model's file name and size, in whatever folder.</summary>
    /// <remarks>A zip that cannot be read counts: reading says why.</remarks>
    public static bool Has(string path, ModelEntry model)
    {
        if (!File.Exists(path)) return false;
        try
        {
            using var zip = ZipFile.OpenRead(path);
            return Member(zip, model) is not null;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            return true;
        }
    }

    /// <summary>The member's bytes; their checksum is still to be compared.</summary>
    /// <exception cref="ModelException">The zip is damaged, cannot be read, or lacks the member.</exception>
    public static byte[] Read(string path, ModelEntry model)
    {
        try
        {
            using var zip = ZipFile.OpenRead(path);
            var member = Member(zip, model) ?? throw new ModelException(
                $"{path} has no {model.File} of {model.Bytes} bytes: fetch it again (models/README.md).");
            var bytes = new byte[model.Bytes];
            using var content = member.Open();
            content.ReadExactly(bytes);
            return bytes;
        }
        catch (Exception e) when (IsUnreadable(e))
        {
            throw new ModelException(
                $"{path}, which should have {model.File}, cannot be read ({e.Message}): "
                + "fetch it again, or give this process read access to it.", e);
        }
    }

    static ZipArchiveEntry? Member(ZipArchive zip, ModelEntry model) =>
        zip.Entries.FirstOrDefault(entry => entry.Name == model.File && entry.Length == model.Bytes);

    static bool IsUnreadable(Exception e) =>
        e is InvalidDataException or IOException or UnauthorizedAccessException or NotSupportedException;
}
