using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dump;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sctp;
using FaceAuth.Media.Tcp;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media;

/// <summary>All options of the media plane together.</summary>
internal sealed record MediaConfiguration
{
    internal MediaOptions Media { get; init; } = new();

    internal IceOptions Ice { get; init; } = new();

    internal TcpOptions Tcp { get; init; } = new();

    internal DtlsOptions Dtls { get; init; } = new();

    internal RtpOptions Rtp { get; init; } = new();

    internal SctpOptions Sctp { get; init; } = new();

    internal DataChannelOptions DataChannels { get; init; } = new();

    internal DecodeOptions Decode { get; init; } = new();

    internal DumpOptions Dump { get; init; } = new();

    /// <summary>SCTP options with the message limit of <see cref="MediaOptions"/>.</summary>
    internal SctpOptions BoundedSctp => Sctp with { MaxMessageBytes = Media.MaxMessageBytes };

    internal static MediaConfiguration From(IServiceProvider services) => new()
    {
        Media = Get<MediaOptions>(services),
        Ice = Get<IceOptions>(services),
        Tcp = Get<TcpOptions>(services),
        Dtls = Get<DtlsOptions>(services),
        Rtp = Get<RtpOptions>(services),
        Sctp = Get<SctpOptions>(services),
        DataChannels = Get<DataChannelOptions>(services),
        Decode = Get<DecodeOptions>(services),
        Dump = Get<DumpOptions>(services),
    };

    static T Get<T>(IServiceProvider services)
        where T : class => ((IOptions<T>)services.GetService(typeof(IOptions<T>))!).Value;
}
