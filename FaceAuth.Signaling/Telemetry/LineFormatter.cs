using System.Globalization;
using Serilog.Core;
using Serilog.Events;
using Serilog.Formatting;
using Serilog.Parsing;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>One line an event: time, level, source, message, the session where the message does not name it, and what was thrown.</summary>
/// <remarks>Control characters become spaces, so that no value begins a line of its own.</remarks>
internal sealed class LineFormatter : ITextFormatter
{
    /// <inheritdoc/>
    public void Format(LogEvent logEvent, TextWriter output)
    {
        using var line = new StringWriter(CultureInfo.InvariantCulture);
        line.Write(logEvent.Timestamp.ToString("yyyy-MM-dd HH:mm:ss.fff zzz", CultureInfo.InvariantCulture));
        line.Write($" {Name(logEvent.Level)} ");
        if (Text(logEvent, Constants.SourceContextPropertyName) is { } source) line.Write($"{source}: ");
        var message = Message(logEvent);
        line.Write(message);
        if (Text(logEvent, KnownProperties.Session) is { } session && !message.Contains(session, StringComparison.Ordinal))
            line.Write($" (session {session})");
        if (logEvent.Exception is { } thrown) line.Write($" {thrown}");
        foreach (var c in line.ToString()) output.Write(char.IsControl(c) ? ' ' : c);
        output.Write('\n');
    }

    /// <remarks>The library's own rendering puts texts in quotation marks.</remarks>
    static string Message(LogEvent logEvent)
    {
        using var message = new StringWriter(CultureInfo.InvariantCulture);
        foreach (var token in logEvent.MessageTemplate.Tokens)
        {
            if (token is PropertyToken { Format: null } named && Text(logEvent, named.PropertyName) is { } text) message.Write(text);
            else token.Render(logEvent.Properties, message, CultureInfo.InvariantCulture);
        }

        return message.ToString();
    }

    static string? Text(LogEvent logEvent, string name) =>
        logEvent.Properties.GetValueOrDefault(name) is ScalarValue { Value: { } value }
            ? Convert.ToString(value, CultureInfo.InvariantCulture) : null;

    static string Name(LogEventLevel level) => level switch
    {
        LogEventLevel.Verbose => "trce",
        LogEventLevel.Debug => "dbug",
        LogEventLevel.Information => "info",
        LogEventLevel.Warning => "warn",
        LogEventLevel.Error => "fail",
        _ => "crit",
    };
}
