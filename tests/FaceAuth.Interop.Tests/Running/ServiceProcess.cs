namespace FaceAuth.Interop.Tests.Running;

/// <summary>The sample service, tests/samples/FaceAuth.RelyingParty, as its own process on a free port.</summary>
sealed class ServiceProcess : IAsyncDisposable
{
    const string Listening = "Now listening on: ";

    readonly ChildProcess _process;

    ServiceProcess(ChildProcess process, Uri address) => (_process, Address) = (process, address);

    public static string Folder { get; } = Path.Combine(Repository.Root, "tests", "samples", "FaceAuth.RelyingParty");

    public Uri Address { get; }

    public string Log => _process.Output;

    /// <summary>Starts it as the relying party of that key.</summary>
    public static async Task<ServiceProcess> StartAsync(Uri server, string apiKey, string policy)
    {
        var program = Path.Combine(Folder, "bin", Repository.Configuration, "net10.0", "FaceAuth.RelyingParty.dll");
        var settings = new Dictionary<string, string>
        {
            ["FaceAuth__Server"] = server.ToString(),
            ["FaceAuth__ApiKey"] = apiKey,
            ["FaceAuth__Policy"] = policy,
            ["ASPNETCORE_ENVIRONMENT"] = "Production",
        };
        var process = ChildProcess.Start("dotnet", [program, "--urls", "http://127.0.0.1:0"], settings);
        var line = await process.LineAsync(text => text.Contains(Listening, StringComparison.Ordinal), TimeSpan.FromMinutes(1));
        return new(process, new Uri(line[(line.IndexOf(Listening, StringComparison.Ordinal) + Listening.Length)..]));
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
