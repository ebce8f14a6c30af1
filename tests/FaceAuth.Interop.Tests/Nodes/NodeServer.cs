using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>One node of several: the real host as its own process, which can be stopped, killed and started again on its port.</summary>
sealed class NodeServer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromMinutes(1);

    readonly Dictionary<string, string> _settings;
    ChildProcess? _process;

    /// <param name="database">The one that all share.</param>
    /// <param name="redis">Redis' port.</param>
    /// <param name="more">Further settings.</param>
    public NodeServer(NodeDatabase database, int redis, params string[] more)
    {
        (Postgres, Redis) = (CutProxy.Before(NodeDatabase.Port), CutProxy.Before(redis));
        Port = Ports.Free(IPAddress.Loopback);
        Folder = Directory.CreateTempSubdirectory("faceauth-node-").FullName;
        _settings = database.SettingsOf(Folder, Postgres.Port);
        _settings["Redis__Configuration"] = $"127.0.0.1:{Redis.Port}";
        _settings["Redis__Prefix"] = database.RedisPrefix;
        _settings["Redis__NodeAddress"] = Address.ToString();
        _settings["Media__Port"] = "0";
        _settings["Models__Pack"] = "starter";
        _settings["Web__TrustedProxies__0"] = "127.0.0.1";
        _settings["RateLimits__SessionsPerRelyingParty"] = "10000";
        _settings["Signaling__DrainTime"] = "00:00:40";
        _settings["Telemetry__Prometheus"] = "true";
        _settings["Attempts__Free"] = "3";
        _settings["ASPNETCORE_CONTENTROOT"] = Path.Combine(Repository.Root, "FaceAuth.Signaling");
        foreach (var setting in more) _settings[setting.Split('=', 2)[0]] = setting.Split('=', 2)[1];
        Http = new() { BaseAddress = Address };
        Http.DefaultRequestHeaders.Add("X-Api-Key", database.ApiKey);
    }

    public string Folder { get; }

    public int Port { get; }

    public Uri Address => new($"http://127.0.0.1:{Port}");

    /// <summary>Between it and the database.</summary>
    public CutProxy Postgres { get; }

    /// <summary>Between it and Redis.</summary>
    public CutProxy Redis { get; }

    /// <summary>Speaks to it as the relying party.</summary>
    public HttpClient Http { get; }

    public string Log => _process?.Output ?? "";

    /// <summary>Starts the process and waits until it is ready.</summary>
    public async Task StartAsync()
    {
        _process = ChildProcess.Start("dotnet", [Repository.Host, "serve", "--urls", Address.ToString()], _settings);
        using var limit = new CancellationTokenSource(Patience);
        while (await ReadyAsync() != HttpStatusCode.OK)
        {
            if (_process.HasExited) throw new InvalidOperationException("The node ended at once:\n" + Log);
            if (limit.IsCancellationRequested) throw new TimeoutException("The node was not ready within a minute:\n" + Log);
            await Task.Delay(100);
        }
    }

    /// <summary>Starts it anew where it is not ready: it was stopped, killed or is draining.</summary>
    public async Task BackAsync()
    {
        if (await ReadyAsync() == HttpStatusCode.OK) return;
        if (_process is not null) await _process.DisposeAsync();
        await StartAsync();
    }

    /// <summary>What /health/ready answers; null where nobody does.</summary>
    public async Task<HttpStatusCode?> ReadyAsync()
    {
        try
        {
            using var answer = await Http.GetAsync("/health/ready");
            return answer.StatusCode;
        }
        catch (HttpRequestException)
        {
            return null;
        }
    }

    /// <summary>kill -9.</summary>
    public void Kill() => _process!.Kill();

    /// <summary>SIGTERM.</summary>
    public void Terminate()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{_process!.Id}"]);
        kill.WaitForExit();
    }

    /// <summary>Waits until its process has ended.</summary>
    public async Task ExitedAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        while (!_process!.HasExited) await Task.Delay(50, limit.Token);
    }

    /// <summary>A counter of it by the name and labels that Prometheus sees, such as "faceauth_signaling_carried_total".</summary>
    public async Task<double> MetricAsync(string name)
    {
        var text = await Http.GetStringAsync("/metrics");
        return text.Split('\n').Where(line => line.StartsWith(name, StringComparison.Ordinal))
            .Sum(line => double.Parse(line.Split(' ')[1], System.Globalization.CultureInfo.InvariantCulture));
    }

    public async Task<CreatedSession> CreateAsync(string purpose, string subject, string policy = "passive")
    {
        using var answer = await Http.PostAsJsonAsync("/v1/sessions", new { purpose, subject, policy });
        if (answer.StatusCode != HttpStatusCode.Created)
            Assert.Fail($"{answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}\n{Log}");
        return (await answer.Content.ReadFromJsonAsync<CreatedSession>())!;
    }

    /// <summary>The code with which a session is refused, or null.</summary>
    public async Task<string?> RefusalAsync(string purpose, string subject)
    {
        using var answer = await Http.PostAsJsonAsync("/v1/sessions", new { purpose, subject, policy = "passive" });
        return answer.IsSuccessStatusCode ? null
            : (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("code").GetString();
    }

    public async Task<SessionView> LookAsync(Guid session) => (await Http.GetFromJsonAsync<SessionView>($"/v1/sessions/{session}"))!;

    /// <summary>Waits until a session is over.</summary>
    public async Task<SessionView> EndOfAsync(Guid session, TimeSpan limit)
    {
        using var timeout = new CancellationTokenSource(limit);
        while (true)
        {
            var view = await LookAsync(session);
            if (view.Outcome is not null) return view;
            if (timeout.IsCancellationRequested) throw new TimeoutException($"The session was still {view.State}.\n{Log}");
            await Task.Delay(100);
        }
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (_process is not null) await _process.DisposeAsync();
        await Postgres.DisposeAsync();
        await Redis.DisposeAsync();
        Directory.Delete(Folder, recursive: true);
    }
}
