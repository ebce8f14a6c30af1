using FaceAuth.Pipeline.Contracts;
using FaceAuth.Signaling.Sessions;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>What <c>faceauth doctor</c> looks at, inside the server that runs: with its own settings, models and ports.</summary>
internal sealed class LiveDoctor(
    IServiceProvider services, IConfiguration configuration, IAuthPipeline pipeline, MediaHost media)
{
    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken cancellation)
    {
        List<Finding> findings = [.. SettingChecks.Run(configuration)];
        await AddAsync("database", () => ServiceChecks.DatabaseAsync(services, cancellation));
        await AddAsync("redis", () => ServiceChecks.RedisAsync(services, configuration));
        findings.AddRange(ModelChecks.Of(pipeline.Readiness, configuration));
        findings.Add(media.Problem is { } problem
            ? Finding.Fault("media", problem) : Finding.Ok("media", "Video is received and decoded."));
        await AddAsync("turn", () => TurnChecks.RunAsync(services, cancellation));
        await AddAsync("https", () => Task.FromResult(HttpsChecks.Run(services)));
        await AddAsync("clock", () => Task.FromResult(ClockChecks.Run()));
        return findings;

        // one that breaks hides no other
        async Task AddAsync(string name, Func<Task<IReadOnlyList<Finding>>> check)
        {
            try
            {
                findings.AddRange(await check());
            }
            catch (Exception e) when (!cancellation.IsCancellationRequested)
            {
                findings.Add(Finding.Fault(name, e.GetBaseException().Message));
            }
        }
    }
}
