using System.Diagnostics;

namespace FaceAuth.Store;

/// <summary>Spans of the database's work for a session, source "FaceAuth.Store"; nothing of what is stored is in them.</summary>
internal static class StoreTracing
{
    static readonly ActivitySource Source = new("FaceAuth.Store");

    /// <summary>Begins one below the span that asks; null where there is none, or nobody listens.</summary>
    /// <param name="name">"store read" or "store write".</param>
    public static Activity? Begin(string name) => Activity.Current is null ? null : Source.StartActivity(name, ActivityKind.Client);
}
