using FaceAuth.Media;
using FaceAuth.Pipeline;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Api.Legacy;
using FaceAuth.Signaling.Commands;
using FaceAuth.Signaling.Health;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Hubs;
using FaceAuth.Signaling.Telemetry;
using FaceAuth.Store;

return await FaceAuthCommand.OfServer(ServeAsync).RunAsync(args);

static async Task ServeAsync(string[] settings)
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

    var app = builder.Build();
    app.CheckOptions();
    app.WarnOfUnknownSettings();
    app.UseWebPipeline();
    app.MapHealth();
    app.MapMetrics();
    app.MapJwks();
    app.MapAuth();
    app.MapSignIns();
    app.MapSessions();
    app.MapSubjects();
    app.MapGroups();
    app.MapConsent();
    app.MapKeys();
    app.MapJobs();
    app.MapFigures();
    app.MapSignaling();
    app.MapLegacy();
    await app.ListenAsync();
}
