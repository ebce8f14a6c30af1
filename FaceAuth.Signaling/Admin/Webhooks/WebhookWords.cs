using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Webhooks;

/// <summary>Webhooks in words.</summary>
internal static class WebhookWords
{
    public static string PlaceOf(string party, Guid webhook) => $"admin/webhooks/{Uri.EscapeDataString(party)}/{webhook}";

    /// <summary>Where it goes, without what may be a secret of its owner's.</summary>
    public static string HostOf(string url) =>
        Uri.TryCreate(url, UriKind.Absolute, out var address)
            ? $"{address.Authority}{(address.PathAndQuery.Length > 1 ? "/…" : "")}" : "an address that cannot be read";

    public static string StateOf(WebhookState state) => state switch
    {
        WebhookState.Enabled => "on",
        WebhookState.Disabled => "off",
        WebhookState.Failed => "off: failed for days",
        _ => "off: its receiver said that it is gone",
    };

    public static string KindOf(WebhookState state) => state switch
    {
        WebhookState.Enabled => "good",
        WebhookState.Disabled => "quiet",
        _ => "bad",
    };

    public static string KindOf(WebhookDeliveryState state) => state switch
    {
        WebhookDeliveryState.Delivered => "good",
        WebhookDeliveryState.Failed => "bad",
        _ => "mild",
    };

    /// <summary>What became of an attempt.</summary>
    public static string Of(WebhookAttempt attempt) => attempt.Status is { } status ? $"HTTP {status}" : attempt.Error switch
    {
        "timeout" => "no answer in time",
        "name_unknown" => "the host's name is unknown",
        "connection_failed" => "no connection",
        "tls_failed" => "its certificate is not trusted",
        "address_refused" => "the address is a private one, and refused",
        "bad_answer" => "what came is no HTTP",
        var other => other ?? "nothing is known of it",
    };
}
