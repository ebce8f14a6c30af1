using System.Globalization;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Sdp;

/// <summary>A codec as a description names it.</summary>
/// <param name="Codec">The codec.</param>
/// <param name="Parameters">Its format parameters in an answer; empty where there are none.</param>
internal sealed record VideoFormat(VideoCodec Codec, string Parameters)
{
    const int Baseline = 0x42, Main = 0x4D, High = 0x64;

    /// <summary>VP8, which has no parameters that matter.</summary>
    internal static VideoFormat Vp8 { get; } = new(VideoCodec.Vp8, "");

    static readonly (VideoCodec Codec, string Encoding)[] Known =
        [.. Enum.GetValues<VideoCodec>().Select(codec => (codec, EncodingOf(codec)))];

    /// <summary>Every codec's name, as SDP and our settings write it.</summary>
    internal static IReadOnlyList<string> Names { get; } = [.. Enum.GetValues<VideoCodec>().Select(NameOf)];

    /// <summary>Encoding name and clock rate.</summary>
    internal string Encoding => EncodingOf(Codec);

    internal static string NameOf(VideoCodec codec) => codec.ToString().ToUpperInvariant();

    /// <summary>The codec of a name of <see cref="Names"/>.</summary>
    internal static VideoCodec Parse(string name) => Enum.Parse<VideoCodec>(name, ignoreCase: true);

    /// <summary>The codecs that settings name, in their order; all where they name none.</summary>
    internal static IEnumerable<VideoCodec> Preferred(IReadOnlyList<string> names) =>
        (names.Count > 0 ? names : Names).Select(Parse).Distinct();

    /// <summary>Reads an offered format.</summary>
    /// <returns>
    /// False for one that is not taken: another codec, another H.264 packetization mode than 1, more than 8 bits or another chroma format
    /// than 4:2:0.
    /// </returns>
    internal static bool TryRead(RtpCodec offered, out VideoFormat format)
    {
        format = Vp8;
        if (CodecOf(offered) is not { } codec) return false;
        var parameters = codec switch
        {
            VideoCodec.H264 => ReadH264(offered),
            VideoCodec.Vp9 => offered.Parameter("profile-id") is null or "0" ? "profile-id=0" : null,
            VideoCodec.Av1 => offered.Parameter("profile") is null or "0" ? "profile=0" : null,
            _ => "",
        };
        if (parameters is null) return false;
        format = new(codec, parameters);
        return true;
    }

    static VideoCodec? CodecOf(RtpCodec offered)
    {
        foreach (var (codec, encoding) in Known)
            if (offered.Is(encoding)) return codec;
        return null;
    }

    static string EncodingOf(VideoCodec codec) => $"{NameOf(codec)}/90000";

    // The answer repeats the offered profile and level (RFC 6184 §8.2.2); levels may differ by direction, so ours says nothing about us.
    static string? ReadH264(RtpCodec offered)
    {
        if (offered.Parameter("packetization-mode") != "1") return null;
        var text = offered.Parameter("profile-level-id") ?? "42000a";   // baseline, level 1 where it is left out (RFC 6184 §8.1)
        if (text.Length != 6 || !int.TryParse(text, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var id)) return null;
        return id >> 16 is Baseline or Main or High
            ? $"level-asymmetry-allowed=1;packetization-mode=1;profile-level-id={id:x6}" : null;
    }
}
