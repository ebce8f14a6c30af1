using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>What <c>faceauth doctor</c> looks at, inside the server that runs: with its own settings, models and ports.</summary>
internal sealed class LiveDoctor(
    IServiceProvider services, IConfiguration configuration, IAuthPipeline pipeline, MediaHost media)
{
    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken cancellation)
    {
        var findings = new FindingList(cancellation);
        findings.Add(SettingChecks.Run(configuration));
        await findings.AddAsync("database", () => ServiceChecks.DatabaseAsync(services, cancellation));
        await findings.AddAsync("redis", () => ServiceChecks.RedisAsync(services, configuration));
        findings.Add(ModelChecks.Of(pipeline.Readiness, configuration));
        findings.Add(media.Problem is { } problem
            ? Finding.Fault("media", problem) : Finding.Ok("media", "Video is received and decoded."));
        await findings.AddAsync("turn", () => TurnChecks.RunAsync(services, cancellation));
        await findings.AddAsync("https", () => Task.FromResult(HttpsChecks.Run(services)));
        await findings.AddAsync("clock", () => Task.FromResult(ClockChecks.Run()));
        return findings.All;
    }
}
