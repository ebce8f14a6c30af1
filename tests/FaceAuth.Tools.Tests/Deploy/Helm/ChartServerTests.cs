using System.Net;
using FaceAuth.Testing;

namespace FaceAuth.Tools.Tests.Deploy.Helm;

/// <summary>The server, started with what a pod of the chart is given.</summary>
public sealed class ChartServerTests : IDisposable
{
    /// <summary>What a pod has and this machine has not: database, Redis, relay, models.</summary>
    static readonly string[] Elsewhere = ["Store__Provider", "Store__Directory", "Redis__", "Ice__", "Models__", "Media__Port"];

    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-pod-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public async Task It_takes_every_setting_answers_its_probes_and_has_metrics_on_their_port_alone()
    {
        var made = await Rendered.OfAsync("everything");
        var (http, metrics) = (Ports.Free(IPAddress.Loopback), Ports.Free(IPAddress.Loopback));
        var own = made.Container.Env.Where(variable => variable.Value is not null).Select(variable => KeyValuePair.Create(
            variable.Name, variable.Value.Replace("$(POD_NAME)", "face-3", StringComparison.Ordinal)));
        var given = made.Settings.Concat(own)
            .Where(setting => setting.Key.Contains("__", StringComparison.Ordinal))
            .Where(setting => !Elsewhere.Any(name => setting.Key.StartsWith(name, StringComparison.Ordinal)))
            .Select(setting => $"--{setting.Key.Replace("__", ":", StringComparison.Ordinal)}={setting.Value}")
            // as the pod's own script says it, of either family
            .Append("--Media:PublicAddresses:0=203.0.113.4:7443").Append("--Media:PublicAddresses:1=[2001:db8::7]:7443")
            .Append($"--Store:Directory={_folder}/store").Append("--Media:Port=0").Append($"--Telemetry:PrometheusPort={metrics}")
            .Append("--urls=" + made.Settings["ASPNETCORE_URLS"]
                .Replace(":8080", $":{http}", StringComparison.Ordinal).Replace(":9464", $":{metrics}", StringComparison.Ordinal));
        var stop = new TaskCompletionSource();
        using var client = new HttpClient();

        var server = CommandProcess.RunAsync(stop.Task, ["serve", .. given]);
        using (var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(100)))
            while (!server.IsCompleted && await StatusAsync(client, http, made.Container.LivenessProbe.HttpGet.Path) != 200)
                await tick.WaitForNextTickAsync(TestContext.Current.CancellationToken);
        Assert.False(server.IsCompleted, server.IsCompleted ? (await server).Error : "");
        var ready = await StatusAsync(client, http, made.Container.ReadinessProbe.HttpGet.Path);
        var asked = (await StatusAsync(client, http, "/metrics"), await StatusAsync(client, metrics, "/metrics"));
        stop.SetResult();

        Assert.Equal((404, 200), asked);
        Assert.Contains(ready, (int[])[200, 503]);   // by the models of this machine
        Assert.Equal(0, (await server).Code);
    }

    static async Task<int> StatusAsync(HttpClient client, int port, string path)
    {
        try
        {
            using var answer = await client.GetAsync(new Uri($"http://127.0.0.1:{port}{path}"));
            return (int)answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return 0;
        }
    }
}
