using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>Registers what the reference system's surface needs beside the host's own.</summary>
internal static class LegacyServices
{
    public static IServiceCollection AddLegacy(this IServiceCollection services)
    {
        services.AddChecked<LegacyOptions, LegacyOptionsValidator>("Legacy");
        return services
            .AddSingleton<LegacyCookie>().AddSingleton<LegacyIntake>()
            .AddSingleton<PictureDecoder>().AddSingleton<LegacySessions>().AddSingleton<LegacyVideo>()
            .AddSingleton<LegacySockets>()
            .AddSingleton<MeterTotals>().AddHostedService(provider => provider.GetRequiredService<MeterTotals>());
    }
}
