namespace FaceAuth.Pipeline.Packs.Download;

/// <summary>Why an address did not deliver a file.</summary>
/// <param name="Text">In words, without a full stop.</param>
/// <param name="IsFinal">Whether trying this address again would not help.</param>
/// <param name="IsUnreached">Whether no server was spoken to at all.</param>
internal readonly record struct FetchFault(string Text, bool IsFinal = false, bool IsUnreached = false)
{
    /// <summary>What a failed request says about the way there.</summary>
    public static FetchFault Of(HttpRequestException fault) => fault.HttpRequestError switch
    {
        HttpRequestError.NameResolutionError => new("its name cannot be looked up (is this machine offline?)", IsUnreached: true),
        HttpRequestError.ConnectionError =>
            new("no connection (is this machine offline, or does it need a proxy, HTTPS_PROXY?)", IsUnreached: true),
        HttpRequestError.ProxyTunnelError =>
            new($"the proxy that HTTPS_PROXY names did not let it through ({fault.Message.TrimEnd('.')})", IsUnreached: true),
        HttpRequestError.SecureConnectionError => new($"its certificate is not trusted ({Innermost(fault)})", IsFinal: true),
        HttpRequestError.ResponseEnded => new("it hung up without an answer"),
        HttpRequestError.InvalidResponse => new("what answers there is no web server"),
        _ => new(Innermost(fault)),
    };

    // the outer ones say only that something went wrong while sending
    static string Innermost(Exception fault) => fault.GetBaseException().Message.TrimEnd('.');
}
