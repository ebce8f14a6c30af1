using System.Buffers.Binary;
using FaceAuth.Media.Crypto;

namespace FaceAuth.Media.Srtp;

/// <summary>Encrypts what we send (RFC 3711 §3.3 and §3.4), in place and without allocation once an SSRC is known.</summary>
/// <remarks>
/// Counts rollovers itself, so packets of one SSRC may come out of order by less than half the sequence space. Does no IO. One thread at a
/// time. A packet index is never used twice: two packets under one nonce would give away the key stream, and under GCM the authentication
/// key too. A lost packet is resent by RTX (RFC 4588) or byte for byte.
/// </remarks>
internal sealed class SrtpSender : IDisposable
{
    /// <summary>Default bound on our own SSRCs.</summary>
    public const int DefaultMaxSources = 64;

    readonly SrtpCipher _cipher;
    readonly SrtpSourceTable _sources;

    /// <summary>Makes a sender under <paramref name="master"/>, which may be disposed afterwards.</summary>
    /// <param name="master">Our master key.</param>
    /// <param name="engine">What the ciphers are of.</param>
    /// <param name="maxSources">SSRCs at most.</param>
    public SrtpSender(SrtpMasterKey master, CipherEngine engine, int maxSources = DefaultMaxSources)
        : this(SrtpCipher.Create(master, engine), maxSources)
    {
    }

    internal SrtpSender(SrtpCipher cipher, int maxSources = DefaultMaxSources)
    {
        _cipher = cipher;
        _sources = new(maxSources);
    }

    /// <summary>Bytes by which an SRTP packet is longer than its RTP packet.</summary>
    public int RtpOverhead => _cipher.TagLength;

    /// <summary>Bytes by which an SRTCP packet is longer than its RTCP packet.</summary>
    public int RtcpOverhead => _cipher.TagLength + SrtpCipher.RtcpIndexLength;

    /// <summary>Encrypts an RTP packet in place.</summary>
    /// <param name="buffer">Holds the packet, with <see cref="RtpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Length of the packet.</param>
    /// <returns>Length of the SRTP packet.</returns>
    /// <exception cref="ArgumentException">Not an RTP packet, or no room; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">
    /// This sequence number was sent before, lies too far back, or the table of SSRCs is full; nothing is written.
    /// </exception>
    public int ProtectRtp(Span<byte> buffer, int length)
    {
        if (!RtpHeaderLength.TryRead(buffer[..length], out var header)) throw new ArgumentException("Not an RTP packet.", nameof(buffer));
        var total = length + _cipher.TagLength;
        if (buffer.Length < total) throw new ArgumentException("No room for the tag behind the packet.", nameof(buffer));

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[8..]);
        ref var source = ref FindOrAdd(ssrc);
        var index = source.EstimateIndex(BinaryPrimitives.ReadUInt16BigEndian(buffer[2..]));
        if (index < 0 || !source.Rtp.IsNew((ulong)index))
            throw new InvalidOperationException("An RTP sequence number would be encrypted twice.");

        source.Rtp.Mark((ulong)index);
        _cipher.SealRtp(buffer[..total], header, ssrc, (ulong)index);
        return total;
    }

    /// <summary>Encrypts a compound RTCP packet in place.</summary>
    /// <param name="buffer">Holds the packet, with <see cref="RtcpOverhead"/> bytes of room behind it.</param>
    /// <param name="length">Length of the packet.</param>
    /// <returns>Length of the SRTCP packet.</returns>
    /// <exception cref="ArgumentException">Not an RTCP packet, or no room; nothing is written.</exception>
    /// <exception cref="InvalidOperationException">2³¹ packets were sent, or the table of SSRCs is full; nothing is written.</exception>
    public int ProtectRtcp(Span<byte> buffer, int length)
    {
        if (length < SrtpCipher.RtcpHeaderLength || buffer[0] >> 6 != 2) throw new ArgumentException("Not an RTCP packet.", nameof(buffer));
        var total = length + RtcpOverhead;
        if (buffer.Length < total) throw new ArgumentException("No room for index and tag behind the packet.", nameof(buffer));

        var ssrc = BinaryPrimitives.ReadUInt32BigEndian(buffer[4..]);
        ref var source = ref FindOrAdd(ssrc);
        if (source.NextRtcpIndex >= SrtpCipher.EncryptedFlag) throw new InvalidOperationException("The SRTCP key is used up.");

        _cipher.SealRtcp(buffer[..total], ssrc, source.NextRtcpIndex++);
        return total;
    }

    /// <inheritdoc/>
    public void Dispose() => _cipher.Dispose();

    ref SrtpSource FindOrAdd(uint ssrc)
    {
        var position = _sources.Find(ssrc);
        if (position < 0) position = _sources.Add(ssrc);
        return ref _sources[position];
    }
}
