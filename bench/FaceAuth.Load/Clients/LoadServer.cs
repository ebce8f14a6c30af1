using System.Diagnostics;
using System.Net;
using System.Reflection;
using System.Text;
using FaceAuth.Load.Measuring;
using FaceAuth.Load.Serve;

namespace FaceAuth.Load.Clients;

/// <summary>The server under load, as its clients see it: a child process on loopback, or a <c>faceauth load serve</c> elsewhere.</summary>
internal sealed class LoadServer : IAsyncDisposable
{
    const int Connections = 32;
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly HttpClient _http;
    readonly Process? _process;

    LoadServer(Uri address, Process? process, TimeProvider clock)
    {
        _process = process;
        _http = new HttpClient(new SocketsHttpHandler
        {
            MaxConnectionsPerServer = Connections,
            PooledConnectionIdleTimeout = TimeSpan.FromSeconds(5),   // an idle one would count among the server's handles
        })
        { BaseAddress = address, Timeout = Patience };
        if (process is not null) Probe = new ServerProbe(process.Id, clock);
    }

    /// <summary>Reads what its process uses; null where it runs elsewhere.</summary>
    public ServerProbe? Probe { get; }

    /// <summary>Starts a server here, or goes to the one that the settings name.</summary>
    /// <param name="settings">The run.</param>
    /// <param name="decodes">Whether the server started here decodes.</param>
    /// <param name="more">Further settings of the server started here.</param>
    /// <param name="clock">The clock.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="LoadException">There is none.</exception>
    public static async Task<LoadServer> OpenAsync(
        LoadSettings settings, bool decodes, IEnumerable<string> more, TimeProvider clock, CancellationToken cancellation)
    {
        if (settings.Server is { } address) return new LoadServer(address, null, clock);
        var process = Start(settings, decodes, more);
        try
        {
            var line = await process.StandardOutput.ReadLineAsync(cancellation).AsTask().WaitAsync(Patience, cancellation);
            if (!Uri.TryCreate(line, UriKind.Absolute, out var own))
                throw new LoadException("The server did not start; what it says stands above.");
            return new LoadServer(own, process, clock);
        }
        catch (Exception e)
        {
            process.Kill();
            process.Dispose();
            if (e is TimeoutException) throw new LoadException($"The server did not start within {Patience.TotalSeconds:0} s.", e);
            throw;
        }
    }

    /// <summary>Takes an offer there and its answer back.</summary>
    /// <exception cref="LoadException">It was refused, or nobody answers.</exception>
    public async Task<string> OfferAsync(string sdp, CancellationToken cancellation)
    {
        using var body = new StringContent(sdp, Encoding.UTF8, "application/sdp");
        using var answer = await SendAsync(() => _http.PostAsync(LoadHost.OfferPath, body, cancellation));
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return answer.StatusCode == HttpStatusCode.OK
            ? text
            : throw new LoadException($"The server refuses an offer ({(int)answer.StatusCode}): {text}");
    }

    /// <summary>What it has counted.</summary>
    public async Task<LoadHostStats> ReadAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => _http.GetAsync(LoadHost.StatsPath, cancellation));
        return await ReadAsync(answer, cancellation);
    }

    /// <summary>Lets it collect garbage and says what is left.</summary>
    public async Task<LoadHostStats> CollectAsync(CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => _http.PostAsync(LoadHost.CollectPath, null, cancellation));
        return await ReadAsync(answer, cancellation);
    }

    /// <summary>Lets it count and time the pictures of a window.</summary>
    public async Task MarkAsync(PictureWindow window, CancellationToken cancellation)
    {
        using var answer = await SendAsync(() => _http.PostAsJsonAsync(LoadHost.MarkPath, window, cancellation));
        answer.EnsureSuccessStatusCode();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        if (_process is null) return;
        _process.StandardInput.Close();   // which ends it
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(10));
        try
        {
            await _process.WaitForExitAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            _process.Kill();
        }

        _process.Dispose();
    }

    async Task<HttpResponseMessage> SendAsync(Func<Task<HttpResponseMessage>> send)
    {
        try
        {
            return await send();
        }
        catch (HttpRequestException e)
        {
            throw new LoadException($"No load server answers at {_http.BaseAddress}. Start one there with faceauth load serve.", e);
        }
        catch (TaskCanceledException e) when (e.InnerException is TimeoutException)
        {
            throw new LoadException($"The load server at {_http.BaseAddress} does not answer in time.", e);
        }
    }

    static async Task<LoadHostStats> ReadAsync(HttpResponseMessage answer, CancellationToken cancellation) =>
        answer.IsSuccessStatusCode && await answer.Content.ReadFromJsonAsync<LoadHostStats>(cancellation) is { } stats
            ? stats : throw new LoadException("What answers there is no faceauth load serve.");

    /// <summary>The program that runs now, once more; on the processors asked for when the system can do that.</summary>
    static Process Start(LoadSettings settings, bool decodes, IEnumerable<string> more)
    {
        var program = Environment.ProcessPath ?? throw new LoadException("This program does not know its own path.");
        var isDotnet = Path.GetFileNameWithoutExtension(program) == "dotnet";
        List<string> line =
        [
            .. settings.Processors.Server is { } processors ? (string[])["taskset", "-c", processors.ToString()] : [],
            program,
            .. isDotnet ? (string[])[Assembly.GetEntryAssembly()!.Location] : [],
            "load", "serve", "--with-parent", .. decodes ? (string[])["--decode"] : [],
            "--urls", "http://127.0.0.1:0", "--Media:Port", "0", .. more, .. settings.ServerSettings,
        ];
        try
        {
            return Process.Start(new ProcessStartInfo(line[0], line[1..]) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception e)
        {
            throw new LoadException($"{line[0]} cannot be run: {e.Message}", e);
        }
    }
}
