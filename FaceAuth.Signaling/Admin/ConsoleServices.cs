using FaceAuth.Signaling.Admin.Access;
using FaceAuth.Signaling.Admin.Audit;
using FaceAuth.Signaling.Admin.Dashboard;
using FaceAuth.Signaling.Admin.Parts;
using FaceAuth.Signaling.Admin.Shared;
using FaceAuth.Signaling.Admin.Subjects;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Security;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Components.Server;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting.StaticWebAssets;
using Microsoft.AspNetCore.SignalR.Protocol;
using MudBlazor;
using MudBlazor.Services;

namespace FaceAuth.Signaling.Admin;

/// <summary>The console's services, and how much of a server its browsers may take.</summary>
internal static class ConsoleServices
{
    const int MostMessageBytes = 64 * 1024;
    const int MostRetained = 32;
    const int MostUnacknowledged = 8;
    static readonly TimeSpan Retained = TimeSpan.FromMinutes(1);
    static readonly TimeSpan LongestScript = TimeSpan.FromSeconds(20);

    public static WebApplicationBuilder AddConsole(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddChecked<ConsoleOptions, ConsoleOptionsValidator>("Console");
        // a built program finds the packages' style and script where they were restored, a published one beside itself
        StaticWebAssetsLoader.UseStaticWebAssets(builder.Environment, builder.Configuration);
        services.AddSingleton<IDataProtectionProvider, ConsoleProtection>();   // in place of keys in files of each node
        services.AddSingleton<ConsoleCookie>().AddScoped<ConsoleSignIn>().AddScoped<ConsoleGate>();
        services.AddScoped<Owners>().AddScoped<SubjectLooks>();
        services.AddSingleton<OverviewReader>().AddSingleton<SharedOverview>().AddSingleton<ChainCheck>().AddSingleton<AuditDownloads>();
        if (builder.Configuration.GetValue("Console:Enabled", true))
            services.AddSingleton<StageTimes>().AddHostedService(provider => provider.GetRequiredService<StageTimes>());
        services.AddConsoleParts();
        services.AddAuthentication().AddScheme<AuthenticationSchemeOptions, ConsoleScheme>(Schemes.Console, null);
        services.AddAntiforgery(forgery =>
        {
            forgery.Cookie.Name = "faceauth_console_form";
            forgery.Cookie.SameSite = SameSiteMode.Strict;
            forgery.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
        });
        services.AddRazorComponents().AddInteractiveServerComponents(Bound)
            .AddHubOptions(hub => hub.MaximumReceiveMessageSize = MostMessageBytes);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, ConsoleStanding>();
        services.AddMudServices(mud => mud.SnackbarConfiguration.PositionClass = Defaults.Classes.Position.BottomCenter);
        // adding components adds the framework's own once more; the hub speaks the strict one
        foreach (var lenient in services.Where(one => one.ImplementationType == typeof(JsonHubProtocol)).ToList()) services.Remove(lenient);
        return builder;
    }

    static void Bound(CircuitOptions circuits)
    {
        circuits.DetailedErrors = false;
        circuits.DisconnectedCircuitMaxRetained = MostRetained;
        circuits.DisconnectedCircuitRetentionPeriod = Retained;
        circuits.MaxBufferedUnacknowledgedRenderBatches = MostUnacknowledged;
        circuits.JSInteropDefaultCallTimeout = LongestScript;
    }
}
