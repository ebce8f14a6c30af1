using System.ComponentModel.DataAnnotations;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media.Decode;

/// <summary>Limits of decoding. Section "Media:Decode".</summary>
internal sealed record DecodeOptions
{
    /// <summary>Decoder threads for all sessions. 0–256; default 0: one for each core.</summary>
    [Range(0, 256)] public int Workers { get; init; }

    /// <summary>Coded pictures waiting in one session; when full, drops to the next keyframe. 2–300 pictures, default 30.</summary>
    [Range(2, 300)] public int QueuePictures { get; init; } = 30;

    /// <summary>Widest and highest picture decoded. 16–4096 pixels, default 1920.</summary>
    [Range(16, 4096)] public int MaxSide { get; init; } = 1920;

    /// <summary>Decoded pictures out at once, all sessions together. 4–65 536, default 4096.</summary>
    [Range(4, 65_536)] public int PooledFrames { get; init; } = 4096;

    /// <summary>Free decoded pictures kept for reuse. 0–4096, default 32.</summary>
    [Range(0, 4096)] public int KeptFrames { get; init; } = 32;
}

/// <summary>Checks <see cref="DecodeOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class DecodeOptionsValidator : IValidateOptions<DecodeOptions>;
