using System.Diagnostics;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>A running openssl program.</summary>
sealed class OpenSslProcess : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    readonly Process _process;
    readonly List<string> _read = [];

    public OpenSslProcess(params string[] arguments)
    {
        _process = Process.Start(new ProcessStartInfo("/bin/sh", ["-c", "exec openssl \"$@\" 2>&1", "sh", .. arguments])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        })!;
        _process.StandardInput.AutoFlush = true;
    }

    /// <summary>Reads on to the first line that fits.</summary>
    public async Task<string> ReadLineAsync(Func<string, bool> fits)
    {
        using var patience = new CancellationTokenSource(Patience);
        try
        {
            while (await _process.StandardOutput.ReadLineAsync(patience.Token) is { } line)
            {
                _read.Add(line);
                if (fits(line)) return line;
            }
        }
        catch (OperationCanceledException)
        {
        }

        throw new InvalidOperationException("openssl did not say it; it said:\n" + string.Join('\n', _read));
    }

    /// <summary>What it exported, as upper-case hexadecimal digits.</summary>
    public async Task<string> ReadKeyingMaterialAsync()
    {
        const string Start = "    Keying material: ";
        return (await ReadLineAsync(line => line.StartsWith(Start, StringComparison.Ordinal)))[Start.Length..];
    }

    public async Task WriteLineAsync(string line) => await _process.StandardInput.WriteAsync(line + "\n");

    public void CloseInput() => _process.StandardInput.Close();

    public void Dispose()
    {
        if (!_process.HasExited) _process.Kill();
        _process.WaitForExit();
        _process.Dispose();
    }
}
