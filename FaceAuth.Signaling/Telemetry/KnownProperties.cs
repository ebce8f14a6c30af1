using Serilog.Core;
using Serilog.Events;
using Serilog.Parsing;

namespace FaceAuth.Signaling.Telemetry;

/// <summary>Leaves an event what its own message names, its source and the session it is about, and nothing else.</summary>
/// <remarks>The web server's scopes name the request's path, and with it a relying party's subject.</remarks>
internal sealed class KnownProperties : ILogEventEnricher
{
    public const string Session = "SessionId";

    /// <inheritdoc/>
    public void Enrich(LogEvent logEvent, ILogEventPropertyFactory propertyFactory)
    {
        var named = logEvent.MessageTemplate.Tokens.OfType<PropertyToken>().Select(token => token.PropertyName).ToHashSet();
        named.Add(Session);
        named.Add(Constants.SourceContextPropertyName);
        foreach (var name in logEvent.Properties.Keys.Where(name => !named.Contains(name)).ToList())
            logEvent.RemovePropertyIfPresent(name);
    }
}
