using FaceAuth.Media.Depacketize;

namespace FaceAuth.Media.Rtp;

/// <summary>
/// Receives one VP8 stream: packets in, whole coded pictures and RTCP out. Does no IO and reads no clock. After each
/// input drain <see cref="TryTakePicture"/> and <see cref="PollRtcp"/>; come back at <see cref="Deadline"/> and drain both again.
/// One thread at a time.
/// </summary>
internal sealed class VideoReceiver : IDisposable
{
    public VideoReceiver(
        VideoReceiverSettings settings, RtpOptions options, PacketPool packets, CodedPicturePool pictures, Random random, TimeSpan now) =>
        throw new NotImplementedException();

    /// <summary>When to call <see cref="PollRtcp"/> next.</summary>
    public TimeSpan Deadline => throw new NotImplementedException();

    /// <summary>SSRC of the stream; null before its first packet.</summary>
    public uint? RemoteSsrc => throw new NotImplementedException();

    /// <summary>Counts so far.</summary>
    public VideoReceiverStats Stats => throw new NotImplementedException();

    /// <summary>How many packets were discarded for <paramref name="reason"/>.</summary>
    public long Discarded(RtpDiscard reason) => throw new NotImplementedException();

    /// <summary>One RTP packet, decrypted, that arrived at the socket at <paramref name="now"/>.</summary>
    public void HandleRtp(ReadOnlySpan<byte> packet, TimeSpan now) => throw new NotImplementedException();

    /// <summary>One compound or reduced-size RTCP packet, decrypted.</summary>
    public void HandleRtcp(ReadOnlySpan<byte> packet, TimeSpan now) => throw new NotImplementedException();

    /// <summary>The next picture in decoding order; the caller owns it.</summary>
    public bool TryTakePicture(out CodedPicture picture) => throw new NotImplementedException();

    /// <summary>Writes the next RTCP packet to send into <paramref name="rtcp"/> (at least 1200 bytes) and returns its length; 0 when there is none.</summary>
    public int PollRtcp(TimeSpan now, Span<byte> rtcp) => throw new NotImplementedException();

    /// <summary>The decoder cannot go on: pictures are dropped until a keyframe comes, which is asked for.</summary>
    public void RequestKeyframe(TimeSpan now) => throw new NotImplementedException();

    /// <summary>Gives every buffer back.</summary>
    public void Dispose() => throw new NotImplementedException();
}
