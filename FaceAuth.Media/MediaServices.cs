using FaceAuth.Frames;
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
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace FaceAuth.Media;

/// <summary>Registers the media plane.</summary>
public static class MediaServices
{
    /// <summary>The sections of the configuration that are read here, each with the type of its options.</summary>
    /// <remarks>For a host that tells of mistyped settings: what can be set are the public properties of that type.</remarks>
    public static IReadOnlyDictionary<string, Type> Settings { get; } = new Dictionary<string, Type>
    {
        ["Media"] = typeof(MediaOptions),
        ["Media:Ice"] = typeof(IceOptions),
        ["Media:Tcp"] = typeof(TcpOptions),
        ["Media:Dtls"] = typeof(DtlsOptions),
        ["Media:Rtp"] = typeof(RtpOptions),
        ["Media:Sctp"] = typeof(SctpOptions),
        ["Media:DataChannels"] = typeof(DataChannelOptions),
        ["Media:Decode"] = typeof(DecodeOptions),
        ["Media:Dump"] = typeof(DumpOptions),
    };

    /// <summary>Adds <see cref="IMediaServer"/>, <see cref="MediaClients"/> and their options, which are checked at the start.</summary>
    /// <remarks>The host calls <see cref="IMediaServer.StartAsync"/>. Options are bound to <see cref="Settings"/>.</remarks>
    public static IServiceCollection AddFaceAuthMedia(this IServiceCollection services)
    {
        services.TryAddSingleton<Func<IDecoding>>(provider => () => new DecodeWorkers(
            provider.GetRequiredService<MediaConfiguration>().Decode, provider.GetRequiredService<VideoFramePool>()));
        return services.AddMedia();
    }

    /// <summary>
    /// As <see cref="AddFaceAuthMedia"/>, but a server that decodes nothing: sinks hear of coded pictures as
    /// <see cref="ICodedPictureSink"/>.
    /// </summary>
    /// <remarks>They get no frame. To measure what receiving costs; nobody can be recognised by it.</remarks>
    public static IServiceCollection AddFaceAuthMediaUndecoded(this IServiceCollection services)
    {
        services.TryAddSingleton<Func<IDecoding>>(_ => () => new NoDecoding());
        return services.AddMedia();
    }

    static IServiceCollection AddMedia(this IServiceCollection services)
    {
        services.AddMetrics();
        services.TryAddSingleton(TimeProvider.System);
        AddOptions<MediaOptions, MediaOptionsValidator>(services);
        AddOptions<IceOptions, IceOptionsValidator>(services);
        AddOptions<TcpOptions, TcpOptionsValidator>(services);
        AddOptions<DtlsOptions, DtlsOptionsValidator>(services);
        AddOptions<RtpOptions, RtpOptionsValidator>(services);
        AddOptions<SctpOptions, SctpOptionsValidator>(services);
        AddOptions<DataChannelOptions, DataChannelOptionsValidator>(services);
        AddOptions<DecodeOptions, DecodeOptionsValidator>(services);
        AddOptions<DumpOptions, DumpOptionsValidator>(services);
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

    static void AddOptions<TOptions, TValidator>(IServiceCollection services)
        where TOptions : class
        where TValidator : class, IValidateOptions<TOptions>
    {
        var section = Settings.Single(entry => entry.Value == typeof(TOptions)).Key;
        services.AddOptions<TOptions>().BindConfiguration(section).ValidateOnStart();
        services.TryAddEnumerable(ServiceDescriptor.Singleton<IValidateOptions<TOptions>, TValidator>());
    }
}
