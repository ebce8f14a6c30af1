using System.Net;
using FaceAuth.Load.Measuring;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using FaceAuth.Signaling.Hosting;

namespace FaceAuth.Load.Serve;

/// <summary>The server that load is put on: the media plane alone.</summary>
/// <remarks>
/// It answers offers and counts; there are no users, sessions, models or decisions, so nobody can be recognised by it. Only this machine
/// can reach it unless settings say otherwise.
/// </remarks>
internal static class LoadHost
{
    /// <summary>Where offers go: SDP in, SDP out.</summary>
    public const string OfferPath = "/load/offer";

    /// <summary>Gives <see cref="LoadHostStats"/>.</summary>
    public const string StatsPath = "/load/stats";

    /// <summary>Collects garbage, then gives <see cref="LoadHostStats"/>.</summary>
    public const string CollectPath = "/load/collect";

    /// <summary>Takes a <see cref="PictureWindow"/>, for which pictures are counted and timed.</summary>
    public const string MarkPath = "/load/mark";

    const int LongestOffer = 64 * 1024;

    /// <summary>Runs it; its address is the first line of <paramref name="output"/>.</summary>
    /// <param name="settings">"--Section:Name value".</param>
    /// <param name="decodes">Whether pictures are decoded.</param>
    /// <param name="input">When given, the host ends at its end, and so with whoever holds the other side.</param>
    /// <param name="output">Standard output.</param>
    /// <param name="cancellation">Ends it.</param>
    public static async Task RunAsync(string[] settings, bool decodes, Stream? input, TextWriter output, CancellationToken cancellation)
    {
        string[] defaults = ["--urls", "http://127.0.0.1:8090", "--Media:Addresses:0", "127.0.0.1", "--Media:MaxPeers", "10000"];
        var builder = HostSetup.Create([.. defaults, .. settings]);
        builder.Logging.SetMinimumLevel(LogLevel.Warning).AddFilter("FaceAuth", LogLevel.Warning).AddFilter("Microsoft", LogLevel.Warning);
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.Limits.MaxRequestBodySize = LongestOffer);
        if (decodes) builder.Services.AddFaceAuthMedia();
        else builder.Services.AddFaceAuthMediaUndecoded();
        builder.Services.AddSingleton<LoadSessions>();
        builder.AddListening();

        await using var app = builder.Build();
        Map(app);
        await app.Services.GetRequiredService<IMediaServer>().StartAsync(cancellation);
        await app.StartListeningAsync(cancellation);
        await output.WriteLineAsync(app.Urls.First());
        await output.FlushAsync(cancellation);
        if (input is not null) await WaitForEndAsync(input, cancellation);
        else await app.WaitForShutdownAsync(cancellation);
        await app.StopAsync(CancellationToken.None);
    }

    static void Map(WebApplication app)
    {
        app.MapPost(OfferPath, OfferAsync);
        app.MapGet(StatsPath, (LoadSessions sessions) => sessions.Read());
        app.MapPost(MarkPath, (PictureWindow window, LoadSessions sessions) => sessions.Times.Mark(window));
        app.MapPost(CollectPath, (LoadSessions sessions) =>
        {
            for (var i = 0; i < 2; i++)   // what finalizers let go is found by the second
            {
                GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
                GC.WaitForPendingFinalizers();
            }

            NativeHeap.Trim();
            return sessions.Read();
        });
    }

    static async Task<IResult> OfferAsync(HttpRequest request, LoadSessions sessions, CancellationToken cancellation)
    {
        using var reader = new StreamReader(request.Body);
        var admission = await sessions.OpenAsync(await reader.ReadToEndAsync(cancellation), cancellation);
        return admission.AnswerSdp is { } answer
            ? Results.Text(answer, "application/sdp")
            : Results.Text(admission.Message, statusCode: (int)StatusOf(admission.Refusal));
    }

    static HttpStatusCode StatusOf(PeerRefusal? refusal) =>
        refusal == PeerRefusal.Busy ? HttpStatusCode.ServiceUnavailable : HttpStatusCode.UnprocessableEntity;

    static async Task WaitForEndAsync(Stream input, CancellationToken cancellation)
    {
        var buffer = new byte[64];
        try
        {
            while (await input.ReadAsync(buffer, cancellation) > 0) { }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
