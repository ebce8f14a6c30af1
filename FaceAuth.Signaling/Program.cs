using FaceAuth.Media;
using FaceAuth.Pipeline;
using FaceAuth.Signaling.Admin;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Api.Legacy;
using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Health;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.OpenApi;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store;

return await FaceAuthCommand.OfServer(ServeAsync, Build).RunAsync(args);

static async Task ServeAsync(string[] settings)
{
    using var signals = new StartSignals();
    await Build(settings).ListenAsync(signals.Told);
}

static WebApplication Build(string[] settings)
{
    var builder = HostSetup.Create(settings);
    builder.AddHostBasics();
    builder.Services.AddFaceAuthStore(builder.Configuration);
    builder.Services.AddSharedState(builder.Configuration);
    builder.Services.AddFaceAuthPipeline(builder.Configuration);
    builder.Services.AddFaceAuthMedia();
    builder.Services.AddLimits();
    builder.Services.AddSecurity();
    builder.Services.AddSessions();
    builder.Services.AddLegacy();
    builder.Services.AddHubBackplane(builder.Configuration);
    builder.Services.AddJobs();
    builder.Services.AddWebhooks();
    builder.Services.AddApiDocuments();
    builder.AddConsole();
    builder.Services.AddStartChecks();

    var app = builder.BuildChecked();
    app.WarnOfUnknownSettings();
    app.UseWebPipeline();
    app.MapHealth();
    app.MapMetrics();
    app.MapJwks();
    app.MapAuth();
    app.MapSignIns();
    app.MapAccount();
    app.MapPasskeys();
    app.MapAccounts();
    app.MapSessions();
    app.MapSessionLists();
    app.MapSessionCourse();
    app.MapHostedPage();
    app.MapReviews();
    app.MapSubjects();
    app.MapTemplates();
    app.MapGroups();
    app.MapWebhooks();
    app.MapAttempts();
    app.MapConsent();
    app.MapKeys();
    app.MapRelyingParties();
    app.MapAudit();
    app.MapJobs();
    app.MapFigures();
    app.MapSignaling();
    app.MapLegacy();
    app.MapOpenApiDocuments();
    app.MapConsole();
    return app;
}
