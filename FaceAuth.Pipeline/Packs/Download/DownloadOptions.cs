using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>How model files are fetched.</summary>
public sealed record DownloadOptions
{
    /// <summary>
    /// Folders on other servers that hold the manifest's files under their own names; asked before the addresses in the manifest, in order.
    /// </summary>
    /// <remarks>Default: none. What they serve is trusted no more than the rest: the checksum decides.</remarks>
    public IReadOnlyList<Uri> Mirrors { get; init; } = [];

    /// <summary>Time without a byte after which a transfer is given up and tried again. 1–600 s, default 20 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")] public TimeSpan StallAfter { get; init; } = TimeSpan.FromSeconds(20);

    /// <summary>Times an address is tried, each going on where the last one ended. 1–20, default 5.</summary>
    [Range(1, 20)] public int Attempts { get; init; } = 5;

    /// <summary>Pause before the second attempt; it doubles with each further one, up to 30 s. 0–30 s, default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:30")] public TimeSpan Pause { get; init; } = TimeSpan.FromSeconds(1);
}
