using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Serialization;
using FaceAuth.Media;
using FaceAuth.Pipeline;
using FaceAuth.Signaling.Hosting;
using FaceAuth.Signaling.Security;
using FaceAuth.Store;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary><c>faceauth doctor [--json]</c>: looks at all that a server with these settings needs, without serving anybody.</summary>
internal static class DoctorCommand
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.SnakeCaseLower) },
    };

    static readonly Option<bool> AsJson = new("--json") { Description = "One JSON object instead of lines." };

    public static Command Create()
    {
        var command = new Command("doctor",
            "Looks at settings, database, Redis, models, GPU, FFmpeg, ports, addresses, relays, https and the clock of a server with "
            + "these settings. Each line is ok or says what to change; 0 when nothing is wrong.")
        { AsJson };
        command.SetAction(RunAsync);
        return command.TakesSettings();
    }

    static async Task<int> RunAsync(ParseResult parsed, CancellationToken cancellation)
    {
        var findings = await FindAsync(Settings.Of(parsed), cancellation);
        var isWell = findings.All(finding => finding.Status != FindingStatus.Fault);
        var output = parsed.InvocationConfiguration.Output;
        if (parsed.GetValue(AsJson)) await output.WriteLineAsync(JsonSerializer.Serialize(new { ok = isWell, checks = findings }, Json));
        else
        {
            foreach (var one in findings) await output.WriteLineAsync($"{Word(one.Status),-6} {one.Name,-9} {one.Text}");
        }

        return isWell ? 0 : 1;
    }

    static string Word(FindingStatus status) => status switch { FindingStatus.Ok => "ok", FindingStatus.Note => "note", _ => "WRONG" };

    static async Task<IReadOnlyList<Finding>> FindAsync(string[] settings, CancellationToken cancellation)
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
        builder.Services.AddJobs();
        builder.Services.AddSingleton(_ => SigningKey.Passing());   // a look makes no key
        builder.Logging.ClearProviders();   // the findings say it
        WebApplication built;
        try
        {
            built = builder.BuildChecked();
        }
        catch (OptionsValidationException e)
        {
            return [.. e.Failures.Select(fault => Finding.Fault("settings", fault))];
        }

        await using var app = built;
        var findings = new FindingList(cancellation);
        findings.Add(SettingChecks.Run(app.Configuration));
        await findings.AddAsync("database", () => ServiceChecks.DatabaseAsync(app.Services, cancellation));
        await findings.AddAsync("redis", () => ServiceChecks.RedisAsync(app.Services, app.Configuration));
        await findings.AddAsync("models", () => ModelChecks.RunAsync(app.Services, app.Configuration, cancellation));
        await findings.AddAsync("udp", () => MediaChecks.RunAsync(app.Services, app.Configuration, cancellation));
        await findings.AddAsync("turn", () => TurnChecks.RunAsync(app.Services, cancellation));
        await findings.AddAsync("https", () => Task.FromResult(HttpsChecks.Run(app.Services)));
        await findings.AddAsync("clock", () => Task.FromResult(ClockChecks.Run()));
        return findings.All;
    }
}
