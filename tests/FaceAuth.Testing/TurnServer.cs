using System.Diagnostics;
using System.Net;
using System.Net.NetworkInformation;
using System.Net.Sockets;

namespace FaceAuth.Testing;

/// <summary>A coturn of this machine that takes credentials made from a shared secret.</summary>
public sealed class TurnServer : IAsyncDisposable
{
    const string Executable = "/usr/bin/turnserver";

    readonly Process _process;
    readonly string _folder = Directory.CreateTempSubdirectory("faceauth-turn-").FullName;

    TurnServer(IPAddress address, int port, IEnumerable<string> settings)
    {
        Address = $"{address}:{port}";
        string[] arguments =
        [
            "-n", "--use-auth-secret", $"--static-auth-secret={Secret}", "--realm=faceauth",
            $"--listening-ip={address}", $"--relay-ip={address}", $"--listening-port={port}",
            "--no-tls", "--no-dtls", "--no-cli", "--log-file=stdout", "--simple-log",
            $"--pidfile={Path.Combine(_folder, "pid")}", $"--userdb={Path.Combine(_folder, "db")}", .. settings,
        ];
        var start = new ProcessStartInfo(Executable, arguments) { RedirectStandardOutput = true, RedirectStandardError = true };
        _process = Process.Start(start)!;
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public static string Secret => "a secret that only the two servers share";

    /// <summary>Host and port, as in "turn:host:port".</summary>
    public string Address { get; }

    /// <summary>Starts it on an address that a browser uses, and waits until it takes connections.</summary>
    /// <param name="settings">More of coturn's settings, as the command line takes them.</param>
    public static async Task<TurnServer> StartAsync(params string[] settings)
    {
        if (!File.Exists(Executable)) throw SharedFiles.CannotRun("coturn is not installed.");
        var address = MachineAddress();
        var server = new TurnServer(address, Ports.Free(address), settings);
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await IsUpAsync(IPEndPoint.Parse(server.Address))) await tick.WaitForNextTickAsync(limit.Token);
        return server;
    }

    /// <summary>The IPv4 address by which this machine is reached from others.</summary>
    public static IPAddress MachineAddress() => NetworkInterface.GetAllNetworkInterfaces()
        .Where(network => network.OperationalStatus == OperationalStatus.Up)
        .Where(network => network.NetworkInterfaceType != NetworkInterfaceType.Loopback)
        .SelectMany(network => network.GetIPProperties().UnicastAddresses).Select(unicast => unicast.Address)
        .First(found => found.AddressFamily == AddressFamily.InterNetwork);

    public async ValueTask DisposeAsync()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
        _process.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    static async Task<bool> IsUpAsync(IPEndPoint end)
    {
        using var client = new TcpClient();
        try
        {
            await client.ConnectAsync(end);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
