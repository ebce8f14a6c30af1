using System.ComponentModel.DataAnnotations;
using System.Net;
using Microsoft.Extensions.Options;

namespace FaceAuth.Signaling.Webhooks;

/// <summary>How relying parties' webhooks are called. Section "Webhooks".</summary>
internal sealed record WebhookOptions : IValidatableObject
{
    /// <summary>Whether this node sends. Default true; events that it queues are then sent by others.</summary>
    public bool Deliver { get; init; } = true;

    /// <summary>Whether http addresses may be called beside https ones. Default false.</summary>
    public bool AllowHttp { get; init; }

    /// <summary>Whether addresses of private networks and of this machine may be called. Default false.</summary>
    /// <remarks>Link-local ones, at which clouds keep their credentials, need <see cref="AllowedNetworks"/>.</remarks>
    public bool AllowPrivate { get; init; }

    /// <summary>Networks that may be called whatever they are, such as "10.1.0.0/16". None by default.</summary>
    public IReadOnlyList<string> AllowedNetworks { get; init; } = [];

    /// <summary>How long one attempt may take. 1 s–1 min, default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")] public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>Attempts of this node under way at one time. 2–1000, default 64.</summary>
    /// <remarks>Endpoints whose last attempt failed take at most half of them, so that they never keep the others waiting.</remarks>
    [Range(2, 1000)] public int MaxParallel { get; init; } = 64;

    /// <summary>Of those, at one endpoint. 1–100, default 4; one that fails gets one at a time.</summary>
    [Range(1, 100)] public int MaxParallelPerEndpoint { get; init; } = 4;

    /// <summary>An endpoint that has failed for so long is turned off. 1 h–90 days, default 5 days.</summary>
    [Range(typeof(TimeSpan), "01:00:00", "90.00:00:00")] public TimeSpan DisableAfter { get; init; } = TimeSpan.FromDays(5);

    /// <inheritdoc/>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext) => AllowedNetworks
        .Where(network => !IPNetwork.TryParse(network, out _))
        .Select(network => new ValidationResult($"Webhooks:AllowedNetworks: \"{network}\" is not a network such as 10.1.0.0/16."));
}

/// <summary>Checks <see cref="WebhookOptions"/>; written by the compiler.</summary>
[OptionsValidator]
internal sealed partial class WebhookOptionsValidator : IValidateOptions<WebhookOptions>;
