using System.Collections.Concurrent;
using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace FaceAuth.Testing;

/// <summary>A mail server that speaks as much SMTP (RFC 5321) as taking a mail needs, and keeps what it took.</summary>
/// <remarks>With a certificate it speaks TLS: from the first byte (RFC 8314), or when asked to by STARTTLS (RFC 3207).</remarks>
public sealed class MailServer : IAsyncDisposable
{
    readonly X509Certificate2? _certificate;
    readonly bool _startsPlain;
    readonly SemaphoreSlim _left = new(0);
    readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    readonly CancellationTokenSource _end = new();
    readonly ConcurrentQueue<string> _mails = new();
    readonly SemaphoreSlim _taken = new(0);
    readonly Task _running;
    int _refusals;

    public MailServer(X509Certificate2? certificate = null, bool startsPlain = true)
    {
        (_certificate, _startsPlain) = (certificate, startsPlain);
        _listener.Start();
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The mails that were taken, each with its envelope's lines before it.</summary>
    public IReadOnlyCollection<string> Mails => _mails;

    /// <summary>How many of the next mails are refused for now.</summary>
    public int Refusals
    {
        set => _refusals = value;
    }

    /// <summary>The connections that were made.</summary>
    public int Connections { get; private set; }

    /// <summary>The connections whose TLS handshake succeeded.</summary>
    public int Secured { get; private set; }

    /// <summary>Waits for the next connection that ended.</summary>
    public async Task LeftAsync()
    {
        if (!await _left.WaitAsync(TimeSpan.FromMinutes(1))) throw new TimeoutException("No connection ended.");
    }

    /// <summary>Waits for the next mail.</summary>
    public async Task<string> NextAsync()
    {
        if (!await _taken.WaitAsync(TimeSpan.FromMinutes(1))) throw new TimeoutException("No mail came.");
        return _mails.Last();
    }

    public async ValueTask DisposeAsync()
    {
        await _end.CancelAsync();
        _listener.Stop();
        await _running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _listener.Dispose();
        _end.Dispose();
        _taken.Dispose();
        _left.Dispose();
    }

    async Task RunAsync()
    {
        while (!_end.IsCancellationRequested)
        {
            using var client = await _listener.AcceptTcpClientAsync(_end.Token);
            Connections++;
            try
            {
                await TalkAsync(client);
            }
            catch (Exception e) when (e is IOException or AuthenticationException)
            {
                // gone, or it does not trust the certificate
            }

            _left.Release();
        }
    }

    async Task TalkAsync(TcpClient client)
    {
        await using var stream = client.GetStream();
        if (_certificate is null || _startsPlain)
        {
            if (!await TalkAsync(stream, isGreeted: false, startsTls: _certificate is not null)) return;
        }

        await using var secured = new SslStream(stream);
        await secured.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificate = _certificate }, _end.Token);
        Secured++;
        await TalkAsync(secured, isGreeted: _startsPlain, startsTls: false);
    }

    /// <summary>True where TLS is to begin.</summary>
    async Task<bool> TalkAsync(Stream stream, bool isGreeted, bool startsTls)
    {
        using var reader = new StreamReader(stream, Encoding.ASCII, leaveOpen: true);
        await using var writer = new StreamWriter(stream, Encoding.ASCII, leaveOpen: true) { NewLine = "\r\n", AutoFlush = true };
        var mail = new StringBuilder();
        if (!isGreeted) await writer.WriteLineAsync("220 mail.test ESMTP");
        while (await reader.ReadLineAsync(_end.Token) is { } line)
        {
            switch (line.Split(' ', ':')[0].ToUpperInvariant())
            {
                case "EHLO" when startsTls:
                    await writer.WriteLineAsync("250-mail.test\r\n250 STARTTLS");
                    break;
                case "STARTTLS" when startsTls:
                    await writer.WriteLineAsync("220 Go on.");
                    return true;
                case "EHLO" or "HELO":
                    await writer.WriteLineAsync("250 mail.test");
                    break;
                case "MAIL" when _refusals > 0:
                    _refusals--;
                    await writer.WriteLineAsync("451 Come again.");
                    break;
                case "DATA":
                    await writer.WriteLineAsync("354 Go on.");
                    while (await reader.ReadLineAsync(_end.Token) is { } text && text != ".") mail.AppendLine(text);
                    _mails.Enqueue(mail.ToString());
                    _taken.Release();
                    mail.Clear();
                    await writer.WriteLineAsync("250 Taken.");
                    break;
                case "QUIT":
                    await writer.WriteLineAsync("221 Bye.");
                    return false;
                default:
                    mail.AppendLine(line);
                    await writer.WriteLineAsync("250 Fine.");
                    break;
            }
        }

        return false;
    }
}
