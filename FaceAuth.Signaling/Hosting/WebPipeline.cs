using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Telemetry;
using Microsoft.AspNetCore.HttpOverrides;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>What every request passes before it reaches an endpoint, in order.</summary>
internal static class WebPipeline
{
    const string Prefix = "X-Forwarded-Prefix";

    public static WebApplication UseWebPipeline(this WebApplication app)
    {
        app.UseTrustedProxies();
        if (app.Services.GetRequiredService<IOptions<WebOptions>>().Value.PathBase is { Length: > 0 } path) app.UsePathBase(path);
        app.UseClientOrigin();
        app.UseSecurityHeaders();
        app.UseExceptionHandler();
        app.UseStatusCodePages();
        app.UseMetricsPort();
        app.UseRequestBounds();
        app.UseSocketRules();
        app.UseConsoleWall();
        app.UsePackedFiles();
        app.UseDefaultFiles();
        app.UseStaticFiles();
        app.UseRouting();
        app.UseCors();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseHubDrain();
        app.UseAntiforgery();
        app.UseStaffScope();
        app.UseKnownCharsets();
        app.UseMiddleware<Idempotency>();
        app.UseRequestFaults();
        return app;
    }

    /// <summary>Believes forwarded headers from the proxies named in the options, and from nobody else.</summary>
    static void UseTrustedProxies(this WebApplication app)
    {
        var proxies = app.Services.GetRequiredService<IOptions<WebOptions>>().Value.TrustedProxies;
        if (proxies.Count == 0) return;
        var options = new ForwardedHeadersOptions
        {
            ForwardedHeaders = ForwardedHeaders.XForwardedFor | ForwardedHeaders.XForwardedProto | ForwardedHeaders.XForwardedPrefix,
            ForwardLimit = null,   // as many hops as are trusted, one by one
        };
        options.KnownIPNetworks.Clear();
        options.KnownProxies.Clear();
        var trusted = new TrustedProxies(proxies);
        foreach (var network in trusted.Networks) options.KnownIPNetworks.Add(network);
        foreach (var address in trusted.Addresses) options.KnownProxies.Add(address);
        app.Use((context, next) =>
        {
            // a proxy passes on what a client wrote there, if nobody told it not to
            if (!context.Request.Headers[Prefix].All(IsClean)) context.Request.Headers.Remove(Prefix);
            return next(context);
        });
        app.UseForwardedHeaders(options);
    }

    static bool IsClean(string? prefixes) =>
        prefixes is null || prefixes.Split(',').All(prefix => WebOptionsValidator.IsPath(prefix.Trim() is "/" ? "" : prefix.Trim()));
}
