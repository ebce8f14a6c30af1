using System.Buffers.Binary;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>
/// Checks and decrypts what one peer sends (RFC 3711 §3.3 and §3.4), in place and without allocation once an SSRC is known.
/// </summary>
/// <remarks>
/// Keeps a rollover counter and a replay window for each SSRC, and takes up an SSRC only after a good packet of it. Does no IO and reads no
/// clock. One thread at a time. Nothing from the network makes it throw.
/// </remarks>
internal sealed class SrtpReceiver : IDisposable
{
    /// <summary>Default bound on SSRCs: video, its retransmissions, audio, and room for a peer that restarts its tracks.</summary>
    public const int DefaultMaxSources = 64;

    static readonly int FailureKinds = Enum.GetValues<SrtpFailure>().Length;

    readonly SrtpCipher _cipher;
    readonly SrtpSourceTable _sources;
    readonly long[] _failures = new long[FailureKinds];

    /// <summary>Makes a receiver for what is sent under <paramref name="master"/>, which may be disposed afterwards.</summary>
    /// <param name="master">The sender's master key.</param>
    /// <param name="engine">What the ciphers are of.</param>
    /// <param name="maxSources">SSRCs at most.</param>
    public SrtpReceiver(SrtpMasterKey master, CipherEngine engine, int maxSources = DefaultMaxSources)
        : this(SrtpCipher.Create(master, engine), maxSources)
    {
    }

    internal SrtpReceiver(SrtpCipher cipher, int maxSources = DefaultMaxSources)
    {
        _cipher = cipher;
        _sources = new(maxSources);
    }

    /// <summary>Bytes by which an SRTP packet is longer than its RTP packet.</summary>
    public int RtpOverhead => _cipher.TagLength;

    /// <summary>SSRCs known so far.</summary>
    public int SourceCount => _sources.Count;

    /// <summary>Packets refused for this reason.</summary>
    public long Count(SrtpFailure failure) => _failures[(int)failure];

    /// <summary>Checks and decrypts an SRTP packet in place.</summary>
    /// <param name="packet">The datagram; on success its front is the RTP packet, otherwise its contents are lost.</param>
    /// <param name="length">Length of the RTP packet; 0 when refused.</param>
    public bool TryUnprotectRtp(Span<byte> packet, out int length)
    {
        length = 0;
        var body = packet.Length - _cipher.TagLength;
        if (body < RtpHeaderLength.Minimum || !RtpHeaderLength.TryRead(packet[..body], out var header))
            return Refuse(SrtpFailure.Malformed);

        var sequence = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[8..]);
        var position = _sources.Find(ssrc);
        ulong index = sequence;
        if (position >= 0)
        {
            ref var known = ref _sources[position];
            var estimate = known.EstimateIndex(sequence);
            if (estimate < 0) return Refuse(SrtpFailure.TooOld);
            index = (ulong)estimate;
            if (!known.Rtp.IsNew(index)) return Refuse(known.Rtp.IsTooOld(index) ? SrtpFailure.TooOld : SrtpFailure.Replayed);
        }

        if (!_cipher.TryOpenRtp(packet, header, ssrc, index)) return Refuse(SrtpFailure.BadTag);
        if (!TryTakeUp(ssrc, ref position)) return false;

        _sources[position].Rtp.Mark(index);
        length = body;
        return true;
    }

    /// <summary>Checks and decrypts an SRTCP packet in place.</summary>
    /// <param name="packet">The datagram; on success its front is the compound RTCP packet, otherwise its contents are lost.</param>
    /// <param name="length">Length of the RTCP packet; 0 when refused.</param>
    public bool TryUnprotectRtcp(Span<byte> packet, out int length)
    {
        length = 0;
        var body = packet.Length - _cipher.TagLength - SrtpCipher.RtcpIndexLength;
        if (body < SrtpCipher.RtcpHeaderLength || packet[0] >> 6 != 2) return Refuse(SrtpFailure.Malformed);

        var word = _cipher.ReadRtcpIndex(packet);
        if ((word & SrtpCipher.EncryptedFlag) == 0) return Refuse(SrtpFailure.NotEncrypted);

        var index = word & ~SrtpCipher.EncryptedFlag;
        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(packet[4..]);
        var position = _sources.Find(ssrc);
        if (position >= 0)
        {
            ref var known = ref _sources[position].Rtcp;
            if (!known.IsNew(index)) return Refuse(known.IsTooOld(index) ? SrtpFailure.TooOld : SrtpFailure.Replayed);
        }

        if (!_cipher.TryOpenRtcp(packet, ssrc, index)) return Refuse(SrtpFailure.BadTag);
        if (!TryTakeUp(ssrc, ref position)) return false;

        _sources[position].Rtcp.Mark(index);
        length = body;
        return true;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    bool TryTakeUp(uint ssrc, ref int position)
    {
        if (position >= 0) return true;
        if (_sources.IsFull) return Refuse(SrtpFailure.TooManySources);
        position = _sources.Add(ssrc);
        return true;
    }

    bool Refuse(SrtpFailure failure)
    {
        _failures[(int)failure]++;
        return false;
    }
}
