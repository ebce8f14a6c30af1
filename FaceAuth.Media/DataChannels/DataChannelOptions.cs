using System.ComponentModel.DataAnnotations;

namespace FaceAuth.Media.DataChannels;

/// <summary>Limits of the data channels of one peer. Section "Media:DataChannels".</summary>
internal sealed record DataChannelOptions
{
    /// <summary>Channels open at once; more are closed as they open. 1–256, default 8.</summary>
    [Range(1, 256)] public int MaxChannels { get; init; } = 8;

    /// <summary>Longest label taken, in UTF-8 bytes. 1–65535, default 128.</summary>
    [Range(1, 65535)] public int MaxLabelBytes { get; init; } = 128;
}
