using OpenTelemetry;
using OpenTelemetry.Logs;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Puts the session's id on every line that is sent by OTLP.</summary>
/// <remarks>Not by the scopes themselves: the web server's name the request's path, and with it a relying party's subject.</remarks>
internal sealed class SessionOfRecord : BaseProcessor<LogRecord>
{
    const string Name = "SessionId";

    /// <inheritdoc/>
    public override void OnEnd(LogRecord data)
    {
        if (SessionScope.Current is not { } session || data.Attributes?.Any(one => one.Key == Name) is true) return;
        data.Attributes = [.. data.Attributes ?? [], new(Name, session.ToString())];
    }
}
