using FaceAuth.Media.Depacketize;
using FaceAuth.Testing;

namespace FaceAuth.Fuzz.Targets;

/// <summary>One codec's payloads into pictures, which stay within their bound.</summary>
internal sealed class PayloadTarget : FuzzTarget
{
    const int MaxPicture = 64 * 1024;

    readonly IDepacketizer _depacketizer;
    readonly CodedPicturePool _pool = new(limit: 2, maxBytes: MaxPicture);
    CodedPicture _picture;

    public PayloadTarget(string codec, string vector)
    {
        var video = Enum.Parse<VideoCodec>(codec);
        _depacketizer = IDepacketizer.Of(video);
        Seeds = [.. SeedsOf(video, vector)];
        _pool.TryRent(out _picture);
    }

    /// <inheritdoc/>
    public override IReadOnlyList<byte[]> Seeds { get; }

    /// <inheritdoc/>
    public override void Run(Span<byte> input)
    {
        if (!_depacketizer.TryInspect(input, out var facts)) return;
        if (facts.CanStart)
        {
            _picture.Dispose();
            _pool.TryRent(out _picture);
        }

        if (_depacketizer.TryAppend(input, _picture) && facts.CanStart) _depacketizer.TryFinish(_picture);
        if (_picture.Length > MaxPicture) throw new InvalidOperationException($"{_picture.Length} bytes.");
    }

    // payload heads as senders write them before pieces of real pictures
    static IEnumerable<byte[]> SeedsOf(VideoCodec codec, string vector)
    {
        var stream = File.ReadAllBytes(Vectors.PathOf(vector));
        byte[][] heads = codec switch
        {
            VideoCodec.H264 =>
            [
                [0x78, 0, 12], [0x7C, 0x85], [0x7C, 0x05], [0x7C, 0x45], [0x7C, 0xC5, 0x88],
                [0x67, 0x42], [0x68, 0xCE], [0x65, 0x88], [0x41, 0x9A],
            ],
            VideoCodec.Vp9 =>
            [
                [0x8A, 0x81, 1, 0x18, 0, 98, 0, 66, 1, 4, 1], [0xA8, 0x81, 1, 2, 0], [0xE8, 0x81, 2, 0, 7],
                [0xD8, 0x81, 3, 0x02], [0x80, 0x05],
            ],
            VideoCodec.Av1 => [[0x08], [0x18, 0x0A, 0x0B], [0x50], [0x90], [0x20, 0x04]],
            _ => [[0x90, 0x80, 0x81, 2], [0x90, 0xF0, 0x81, 2, 7, 0x65], [0x10], [0x00]],
        };
        for (var piece = 0; piece < 12; piece++)
        {
            var from = 44 + piece * 211 % (stream.Length - 400);   // behind an IVF file's and its first picture's head
            foreach (var head in heads) yield return [.. head, .. stream.AsSpan(from, 40 + 25 * piece)];
        }
    }
}
