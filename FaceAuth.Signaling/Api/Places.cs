namespace FaceAuth.Signaling.Api;

/// <summary>Where something of this server is, for who asked.</summary>
internal static class Places
{
    /// <summary>A path below the one where a proxy serves the server, and says so, or the operator set one.</summary>
    /// <param name="request">Whoever asks reached the server by it.</param>
    /// <param name="path">From the server's root on, escaped.</param>
    public static string PlaceOf(this HttpRequest request, string path) => request.PathBase.ToUriComponent() + path;
}
