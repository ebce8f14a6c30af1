using FaceAuth.Media.Contracts;
using FaceAuth.Media.DataChannels;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Dtls;
using FaceAuth.Media.Dump;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Rtp;
using FaceAuth.Media.Sctp;
using FaceAuth.Media.Tcp;
using FaceAuth.Pipeline.Contracts;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media;

/// <summary>Registers the media plane.</summary>
public static class MediaServices
{
    /// <summary>
    /// Adds <see cref="IMediaServer"/>, <see cref="MediaClients"/> and their options, bound to section "Media" and checked at
    /// the start. The host calls <see cref="IMediaServer.StartAsync"/>.
    /// </summary>
    public static IServiceCollection AddFaceAuthMedia(this IServiceCollection services)
    {
        services.TryAddSingleton<Func<IDecoding>>(provider => () => new DecodeWorkers(
            provider.GetRequiredService<MediaConfiguration>().Decode, provider.GetRequiredService<VideoFramePool>()));
        return services.AddMedia();
    }

    /// <summary>
    /// As <see cref="AddFaceAuthMedia"/>, but a server that decodes nothing: sinks get no frame, and hear of coded pictures as
    /// <see cref="ICodedPictureSink"/>.
    /// </summary>
    /// <remarks>To measure what receiving costs; nobody can be recognised by it.</remarks>
    public static IServiceCollection AddFaceAuthMediaUndecoded(this IServiceCollection services)
    {
        services.TryAddSingleton<Func<IDecoding>>(_ => () => new NoDecoding());
        return services.AddMedia();
    }

    static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        AddOptions<MediaOptions, MediaOptionsValidator>(services, "Media");
        AddOptions<IceOptions, IceOptionsValidator>(services, "Media:Ice");
        AddOptions<TcpOptions, TcpOptionsValidator>(services, "Media:Tcp");
        AddOptions<DtlsOptions, DtlsOptionsValidator>(services, "Media:Dtls");
        AddOptions<RtpOptions, RtpOptionsValidator>(services, "Media:Rtp");
        AddOptions<SctpOptions, SctpOptionsValidator>(services, "Media:Sctp");
        AddOptions<DataChannelOptions, DataChannelOptionsValidator>(services, "Media:DataChannels");
        AddOptions<DecodeOptions, DecodeOptionsValidator>(services, "Media:Decode");
        AddOptions<DumpOptions, DumpOptionsValidator>(services, "Media:Dump");
        services.TryAddSingleton<MediaMetrics>();
        services.TryAddSingleton(provider => MediaConfiguration.From(provider));
        services.TryAddSingleton(provider =>
        {
            var decode = provider.GetRequiredService<IOptions<DecodeOptions>>().Value;
            return new VideoFramePool(decode.PooledFrames, decode.KeptFrames);
        });
        services.TryAddSingleton<IMediaServer>(provider => new MediaServer(
            provider.GetRequiredService<MediaConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<Func<IDecoding>>(),
            provider.GetService<IHostEnvironment>(),
            provider.GetRequiredService<ILogger<MediaServer>>()));
        services.TryAddSingleton(provider => new MediaClients(
            provider.GetRequiredService<MediaConfiguration>(),
            provider.GetRequiredService<TimeProvider>(),
            provider.GetRequiredService<MediaMetrics>(),
            provider.GetRequiredService<ILogger<MediaClients>>()));
        return services;
    }

    static void AddOptions<TOptions, TValidator>(IServiceCollection services, string section)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
    }
}
