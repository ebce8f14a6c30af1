using FaceAuth.Signaling.Admin.Accounts;
using FaceAuth.Signaling.Admin.Settings;
using FaceAuth.Signaling.Commands.Doctor;

namespace FaceAuth.Signaling.Admin.Parts;

/// <summary>What the pages of those who run the server take beside the frame's services.</summary>
internal static class PartServices
{
    public static IServiceCollection AddConsoleParts(this IServiceCollection services) => services
        .AddScoped<Desk>().AddScoped<AccountLooks>().AddSingleton<SettingsInForce>().AddSingleton<LiveDoctor>();
}
