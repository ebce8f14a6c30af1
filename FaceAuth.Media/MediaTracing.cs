using System.Diagnostics;

namespace FaceAuth.Media;

/// <summary>A peer's span from its offer to its first picture, source "FaceAuth.Media"; it names no address.</summary>
/// <remarks>Its begin and its end are calls of different threads; neither leaves the span as the thread's own.</remarks>
internal static class MediaTracing
{
    static readonly ActivitySource Source = new("FaceAuth.Media");

    /// <summary>Begins it below the caller's; null where nobody listens.</summary>
    public static Activity? BeginConnect(string codec)
    {
        var caller = Activity.Current;
        var span = Source.StartActivity("media connect");
        span?.SetTag("faceauth.codec", codec);
        Activity.Current = caller;
        return span;
    }

    /// <summary>Ends it; a second call does nothing.</summary>
    /// <param name="span">What was begun.</param>
    /// <param name="hasPicture">Whether a picture came.</param>
    public static void End(Activity? span, bool hasPicture)
    {
        if (span is null || span.IsStopped) return;
        var caller = Activity.Current;
        span.SetTag("faceauth.picture", hasPicture).Stop();
        Activity.Current = caller;
    }
}
