using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FaceAuth.Pipeline.Tests.Packs.Download;

/// <summary>An HTTP server on loopback that serves one file as badly as it is told to.</summary>
/// <remarks>
/// Each request takes the next answer, the last one stays. Written on a socket, since a proper server does not let itself be made to lie.
/// </remarks>
internal sealed class FileServer : IAsyncDisposable
{
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _stopping = new();
    readonly Answer[] _answers;
    readonly Task _serving;

    /// <param name="answers">What it does at each request.</param>
    public FileServer(params Answer[] answers)
    {
        _answers = answers;
        _listener.Start();
        _serving = ServeAsync();
    }

    public delegate Task Answer(Stream client, long? from, CancellationToken cancellation);

    /// <summary>The folder it serves.</summary>
    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/models");

    /// <summary>First byte that each request asked for; null where it asked for the whole file.</summary>
    public ConcurrentQueue<long?> Requests { get; } = [];

    /// <summary>Set while an answer has stopped in the middle for good.</summary>
    public bool IsStalled { get; private set; }

    /// <summary>The file, from where it was asked for, as RFC 9110 wants it.</summary>
    public static Answer Whole(byte[] file) => (client, from, cancellation) => SendAsync(client, file, from, file.Length, cancellation);

    /// <summary>The whole file, whatever was asked for.</summary>
    public static Answer WithoutRanges(byte[] file) =>
        (client, _, cancellation) => SendAsync(client, file, null, file.Length, cancellation);

    /// <summary>Promises the file and hangs up after so many bytes of the answer.</summary>
    public static Answer Truncated(byte[] file, int sent) =>
        (client, from, cancellation) => SendAsync(client, file, from, sent, cancellation);

    /// <summary>
    /// Promises the file and resets the connection (RFC 9293 §3.10.7) after so many bytes, once the client has read them.
    /// </summary>
    public static Answer Reset(byte[] file, int sent, Func<bool> hasRead) => async (client, from, cancellation) =>
    {
        await SendAsync(client, file, from, sent, cancellation);
        while (!hasRead()) await Task.Yield();
        ((NetworkStream)client).Socket.LingerState = new LingerOption(enable: true, seconds: 0);
    };

    /// <summary>Hangs up without a word.</summary>
    public static Answer Silent { get; } = (_, _, _) => Task.CompletedTask;

    /// <summary>Speaks another protocol.</summary>
    public static Answer Foreign { get; } = async (client, _, cancellation) =>
        await client.WriteAsync("SSH-2.0-OpenSSH\r\n"u8.ToArray(), cancellation);

    /// <summary>Promises nothing about the length and sends this.</summary>
    public static Answer Unannounced(byte[] sent) => async (client, _, cancellation) =>
    {
        await HeadAsync(client, "200 OK", "", cancellation);
        await client.WriteAsync(sent, cancellation);
    };

    /// <summary>Another part of the file than was asked for.</summary>
    public static Answer WrongPart(byte[] file) => async (client, _, cancellation) =>
    {
        await HeadAsync(client, "206 Partial Content", $"Content-Length: 1\r\nContent-Range: bytes 0-0/{file.Length}\r\n", cancellation);
        await client.WriteAsync(file.AsMemory(0, 1), cancellation);
    };

    /// <summary>Only a status.</summary>
    public static Answer Status(string status) =>
        (client, _, cancellation) => HeadAsync(client, status, "Content-Length: 0\r\n", cancellation);

    /// <summary>Sends so many bytes and then nothing, with the connection open.</summary>
    public Answer Stalling(byte[] file, int sent) => async (client, from, cancellation) =>
    {
        await SendAsync(client, file, from, sent, cancellation);
        IsStalled = true;
        try
        {
            while (await client.ReadAsync(new byte[1], cancellation) > 0)
            {
            }
        }
        finally
        {
            IsStalled = false;
        }
    };

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _serving;
        _listener.Dispose();
        _stopping.Dispose();
    }

    static async Task SendAsync(Stream client, byte[] file, long? from, int sent, CancellationToken cancellation)
    {
        var start = (int)(from ?? 0);
        if (start >= file.Length && from is not null)
        {
            await HeadAsync(client, "416 Range Not Satisfiable", "Content-Length: 0\r\n", cancellation);
            return;
        }

        await HeadAsync(
            client, from is null ? "200 OK" : "206 Partial Content",
            $"Content-Length: {file.Length - start}\r\n"
            + (from is null ? "" : $"Content-Range: bytes {start}-{file.Length - 1}/{file.Length}\r\n"), cancellation);
        await client.WriteAsync(file.AsMemory(start, Math.Min(sent, file.Length - start)), cancellation);
    }

    static async Task HeadAsync(Stream client, string status, string headers, CancellationToken cancellation) =>
        await client.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 {status}\r\n{headers}Connection: close\r\n\r\n"), cancellation);

    async Task ServeAsync()
    {
        try
        {
            for (var number = 0; ; number++)
            {
                using var client = await _listener.AcceptTcpClientAsync(_stopping.Token);
                await using var stream = client.GetStream();
                await AnswerAsync(stream, _answers[Math.Min(number, _answers.Length - 1)]);
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    async Task AnswerAsync(Stream stream, Answer answer)
    {
        try
        {
            var from = await ReadRangeAsync(stream);
            Requests.Enqueue(from);
            await answer(stream, from, _stopping.Token);
        }
        catch (IOException)
        {
            // the client hung up; the next one may be served
        }
    }

    async Task<long?> ReadRangeAsync(Stream stream)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        long? from = null;
        while (await reader.ReadLineAsync(_stopping.Token) is { Length: > 0 } line)
        {
            if (line.StartsWith("Range: bytes=", StringComparison.OrdinalIgnoreCase))
                from = long.Parse(line["Range: bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture);
        }

        return from;
    }
}
