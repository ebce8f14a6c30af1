namespace FaceAuth.Media.Conduct;

/// <summary>What a client says it is.</summary>
internal enum ClaimedBrowser
{
    /// <summary>No browser, or none that is known.</summary>
    None,

    /// <summary>Chromium or one made of it.</summary>
    Chromium,

    /// <summary>Firefox.</summary>
    Firefox,

    /// <summary>Safari, or another one on Apple's WebKit: BoringSSL and libwebrtc in a shape that nobody has measured here.</summary>
    WebKit,
}

/// <summary>Reads a User-Agent header (RFC 9110 §10.1.5).</summary>
internal static class UserAgents
{
    const int Longest = 1024;

    internal static ClaimedBrowser Read(string? userAgent)
    {
        if (userAgent is not { Length: > 0 and <= Longest }) return ClaimedBrowser.None;
        // on iOS every browser is WebKit, and says Safari beside its own name
        if (Has("FxiOS/") || Has("CriOS/") || Has("EdgiOS/")) return ClaimedBrowser.WebKit;
        if (Has("Firefox/")) return ClaimedBrowser.Firefox;
        if (Has("Chrome/") || Has("Chromium/")) return ClaimedBrowser.Chromium;
        return Has("AppleWebKit/") ? ClaimedBrowser.WebKit : ClaimedBrowser.None;

        bool Has(string product) => userAgent.Contains(product, StringComparison.Ordinal);
    }
}
