using System.Net.Sockets;
using System.Security.Cryptography;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Hosting;

/// <summary>Starts the server, and says in words why it cannot listen.</summary>
internal static class Listening
{
    const string HostCategory = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>Has the addresses checked before anything is opened, and keeps a start that failed out of the log.</summary>
    /// <remarks>
    /// Whoever started it gets the exception, and says or throws it. Once the server runs, what the host reports is logged.
    /// </remarks>
    public static WebApplicationBuilder AddListening(this WebApplicationBuilder builder)
    {
        var start = new StartState();
        builder.Services.AddSingleton(start);
        builder.Services.AddSingleton<IValidateOptions<UrlOptions>, UrlOptionsValidator>();
        builder.Services.AddOptions<UrlOptions>().BindConfiguration("").ValidateOnStart();
        builder.Logging.AddFilter(HostCategory, level => start.IsOver && level >= LogLevel.Information);
        return builder;
    }

    /// <summary>Serves until the server is stopped.</summary>
    /// <param name="app">The server.</param>
    /// <param name="told">It was told to end while it starts.</param>
    /// <exception cref="ListenException">An address cannot be listened on.</exception>
    public static async Task ListenAsync(this WebApplication app, CancellationToken told)
    {
        await using (app)
        {
            try
            {
                await app.StartListeningAsync(told);
            }
            catch (Exception e) when (IsEnd(e)
                && (told.IsCancellationRequested || app.Lifetime.ApplicationStopping.IsCancellationRequested))
            {
                return;   // whatever it was at when it was told to end, nobody was served yet
            }

            await app.WaitForShutdownAsync(CancellationToken.None);
        }
    }

    /// <summary>What to do about https addresses that there is no certificate for.</summary>
    internal static string NoCertificateFor(IEnumerable<string> urls) =>
        $"there is no certificate for {string.Join(" or ", urls)}. Name its files (Kestrel:Certificates:Default:Path and :KeyPath), "
        + "or let a proxy in front speak https: --urls http://localhost:8080.";

    static bool IsEnd(Exception thrown) => thrown switch
    {
        AggregateException several => several.InnerExceptions.Any(IsEnd),
        OperationCanceledException => true,
        _ => thrown.InnerException is { } cause && IsEnd(cause),
    };

    /// <summary>Starts to serve.</summary>
    /// <exception cref="ListenException">An address cannot be listened on, or its certificate cannot be used.</exception>
    public static async Task StartListeningAsync(this WebApplication app, CancellationToken cancellation)
    {
        var urls = app.Services.GetRequiredService<IOptions<UrlOptions>>().Value.All;
        try
        {
            await app.StartAsync(cancellation);
        }
        catch (IOException e) when (e.InnerException is AddressInUseException)
        {
            throw new ListenException($"{e.Message} Stop the other program, or choose another address: --urls http://localhost:8081.", e);
        }
        // before the addresses: of localhost there are two, and what fails both comes as a fault of listening
        catch (Exception e) when (CertificateFault.IsLikely(e)
            && CertificateFault.Of(app.Configuration, app.Environment.ContentRootPath) is { } fault)
        {
            throw new ListenException(fault, e);
        }
        catch (Exception e) when (e is SocketException || (e is IOException && e.InnerException is AggregateException))
        {
            throw new ListenException(
                $"cannot listen on {string.Join(" or ", urls)}: {e.GetBaseException().Message}. "
                + "Choose an address of this machine and a port that its user may take: --urls http://localhost:8080.", e);
        }
        catch (CryptographicException e)
        {
            throw new ListenException($"a certificate for https cannot be used: {e.Message} See Kestrel:Certificates.", e);
        }
        catch (InvalidOperationException e) when (e.Message.Contains("HTTPS", StringComparison.Ordinal))
        {
            var secure = urls.Where(url => url.StartsWith("https", StringComparison.OrdinalIgnoreCase));
            throw new ListenException(NoCertificateFor(secure), e);
        }

        app.Services.GetRequiredService<StartState>().IsOver = true;
    }

    sealed class StartState
    {
        public volatile bool IsOver;
    }
}
