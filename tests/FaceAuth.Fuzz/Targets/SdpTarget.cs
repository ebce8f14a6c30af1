using System.Text;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Sdp;
using FaceAuth.Testing;

namespace FaceAuth.Fuzz.Targets;

/// <summary>A browser's offer: taken, or refused with words.</summary>
internal sealed class SdpTarget : FuzzTarget
{
    static readonly VideoCodec[] Codecs = Enum.GetValues<VideoCodec>();

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; } =
        [.. Directory.GetFiles(Vectors.PathOf("sdp"), "*.sdp").Order(StringComparer.Ordinal).Select(File.ReadAllBytes)];

    /// <inheritdoc/>
    public override int Cost => 10;

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        if (TermsReader.TryReadOffer(Encoding.Latin1.GetString(input), Codecs, out _, out _, out var message)) return;
        if (message.Length == 0) throw new InvalidOperationException("Refused without a word.");
    }
}
