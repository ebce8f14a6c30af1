using System.Text.Json;

namespace FaceAuth.Signaling.Commands.Doctor;

/// <summary>A server with the same settings that runs already, and has the ports.</summary>
internal static class RunningServer
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(3);

    /// <summary>What it says about its media plane; null where none answers, or it is not well.</summary>
    public static async Task<string?> AskAsync(IConfiguration configuration, CancellationToken cancellation)
    {
        var url = (configuration["Urls"] ?? "").Split(';')[0].Replace("*", "localhost", StringComparison.Ordinal)
            .Replace("+", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);
        if (!Uri.TryCreate(url, UriKind.Absolute, out var address)) return null;
        using var http = new HttpClient { BaseAddress = address, Timeout = Patience };
        try
        {
            using var answer = await http.GetAsync("health/ready", cancellation);
            await using var body = await answer.Content.ReadAsStreamAsync(cancellation);
            using var report = await JsonDocument.ParseAsync(body, cancellationToken: cancellation);
            return report.RootElement.GetProperty("parts").GetProperty("media").GetProperty("ok").GetBoolean()
                ? $"The server that runs at {url} has the port, and says that it works." : null;
        }
        catch (Exception e) when (e is HttpRequestException or JsonException or KeyNotFoundException or InvalidOperationException
            || (e is OperationCanceledException && !cancellation.IsCancellationRequested))
        {
            return null;
        }
    }
}
