using System.Globalization;
using FaceAuth.Pipeline.Packs.Download;

namespace FaceAuth.Signaling.Commands;

/// <summary>Packs in words.</summary>
internal static class PackTexts
{
    /// <summary>Writes every pack: what it is, its licence, and what of it is here. Returns 0.</summary>
    public static int List(IReadOnlyList<PackStatus> packs, TextWriter output)
    {
        foreach (var pack in packs)
        {
            var here = pack.Parts.Count(part => part.Path is not null);
            var state = pack.IsHere ? "complete" : $"{here} of {pack.Parts.Count} models here";
            output.WriteLine($"{pack.Name}  {Size(pack.Bytes)}, {state}");
            output.WriteLine($"  {pack.Description}");
            output.WriteLine($"  {pack.Licence}");
            var width = pack.Parts.Max(part => part.ModelId.Length);
            foreach (var part in pack.Parts)
                output.WriteLine($"    {part.ModelId.PadRight(width)}  {Size(part.Bytes),8}  {part.Licence,-12}  {part.Path ?? "missing"}");
            var byHand = pack.Parts.Where(part => part is { Path: null, Unpublished: not null }).ToList();
            if (!pack.IsHere)
                output.WriteLine($"  Get {(byHand.Count == 0 ? "it" : "what is published of it")}: faceauth models pull {pack.Name}");
            foreach (var part in byHand)
                output.WriteLine(
                    $"  {part.ModelId} is not published as a file, so it takes a mirror that has it (--mirror URL) or your hand: "
                    + part.Unpublished);
            output.WriteLine();
        }

        return 0;
    }

    /// <summary>A size in the unit that a person would choose.</summary>
    public static string Size(long bytes) => bytes switch
    {
        < 1_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e3:0} kB"),
        < 1_000_000_000 => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.0} MB"),
        _ => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e9:0.0} GB"),
    };
}
