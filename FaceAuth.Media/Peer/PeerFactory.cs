using FaceAuth.Media.Conduct;
using FaceAuth.Media.Crypto;
using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Depacketize;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sdp;

namespace FaceAuth.Media.Peer;

/// <summary>Puts the protocols of a peer together from what both descriptions say.</summary>
/// <remarks>
/// Holds what peers share; its owner keeps certificate and handshake pool until the last peer is over. Safe from many threads.
/// </remarks>
internal sealed class PeerFactory
{
    const int UnaidedStart = 300;   // kbit/s, where browsers begin by themselves

    readonly MediaConfiguration _configuration;
    readonly DtlsCertificate _certificate;
    readonly DtlsHandshakePool _handshakes;
    readonly PacketPool _packets;
    readonly CodedPicturePool _pictures;
    readonly CipherEngine _ciphers;

    internal PeerFactory(MediaConfiguration configuration, DtlsCertificate certificate, DtlsHandshakePool handshakes)
    {
        (_configuration, _certificate, _handshakes) = (configuration, certificate, handshakes);
        _ciphers = CipherEngine.Choose(configuration.Media.UseOpenSsl);
        _packets = new PacketPool(configuration.Rtp.PooledPackets);
        _pictures = new CodedPicturePool(configuration.Rtp.PooledPictures, configuration.Rtp.MaxPictureBytes);
    }

    /// <summary>The answering side: lite, receives video, waits for the data channel.</summary>
    internal PeerCore CreateServer(
        RemoteTerms offer, IceCredentials local, Action<CodedPicture> onPicture, Action wake, Random random, TimeSpan now,
        out VideoReceiver receiver)
    {
        var startBitrate = Math.Max(_configuration.Media.StartBitrate, UnaidedStart);
        receiver = new VideoReceiver(
            new VideoReceiverSettings
            {
                Codec = offer.Video.Format.Codec,
                ParameterSets = H264ParameterSets.Read(offer.Video.ParameterSets),
                PayloadType = offer.Video.PayloadType,
                RtxPayloadType = offer.Video.RtxPayloadType,
                TransportSequenceId = offer.Video.TransportSequenceId,
                ReducedSize = offer.Video.HasReducedSizeRtcp,
                UsesFullIntraRequest = offer.Video is { HasFir: true, HasPli: false },
                EstimatesFrom = offer.Video is { HasRemb: true, TransportSequenceId: 0 } ? 1000 * startBitrate : 0,
                LocalSsrc = NewSsrc(random),
                Cname = NewCname(random),
            },
            _configuration.Rtp, _packets, _pictures, random);
        var ice = new IceLiteMachine(local, offer.Ice, _configuration.Ice, now);
        var asks = offer.Video.HasPli || offer.Video.HasFir;
        var conduct = new PeerConduct(offer.Traits, offer.Video.TransportSequenceId, asks, new Random(random.Next()));
        return Create(offer, ice, new ReceivingVideo(receiver, conduct, onPicture), opensChannel: false, wake, random, conduct);
    }

    /// <summary>The offering side: controlling, sends video, opens the data channel.</summary>
    internal PeerCore CreateClient(
        RemoteTerms answer, IceCredentials local, IEnumerable<IceCandidate> candidates, VideoSender sender, Action wake, Random random,
        TimeSpan now)
    {
        var ice = new IceControllingMachine(local, answer.Ice, candidates, 0, _configuration.Ice, random, now);
        return Create(answer, ice, new SendingVideo(sender), opensChannel: true, wake, random);
    }

    internal static uint NewSsrc(Random random) => (uint)random.NextInt64(1, 1L << 32);

    /// <summary>A name that says nothing (RFC 7022 §4.2).</summary>
    internal static string NewCname(Random random)
    {
        Span<byte> bytes = stackalloc byte[12];
        random.NextBytes(bytes);
        return Convert.ToBase64String(bytes);
    }

    PeerCore Create(
        RemoteTerms remote, IceMachine ice, IVideoPath video, bool opensChannel, Action wake, Random random, PeerConduct? conduct = null)
    {
        var sctp = _configuration.BoundedSctp with { Port = remote.SctpPort };
        var data = new DataChannelMachine(_configuration.DataChannels, sctp, remote.Role == DtlsRole.Client, random);
        return new PeerCore(new PeerParts
        {
            Ice = ice,
            Handshakes = _handshakes,
            Handshake = new DtlsHandshakeRequest(remote.Role, _certificate, remote.Fingerprint),
            Ciphers = _ciphers,
            Video = video,
            Conduct = conduct,
            Data = new DataPath(data, opensChannel),
            Packets = _packets,
            EarlyPackets = _configuration.Media.EarlyPackets,
            SecureTimeout = _configuration.Dtls.HandshakeQueueDeadline + _configuration.Dtls.HandshakeDeadline,
            Wake = wake,
        });
    }
}
