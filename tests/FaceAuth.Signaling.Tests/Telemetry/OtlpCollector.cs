using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Signaling.Tests.Telemetry;

/// <summary>A collector that takes what comes by OTLP over HTTP and keeps it.</summary>
sealed class OtlpCollector : IAsyncDisposable
{
    readonly WebApplication _app;
    readonly ConcurrentQueue<(string Signal, byte[] Body)> _came = new();

    OtlpCollector()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        _app = builder.Build();
        _app.MapPost("/v1/{signal}", async (string signal, HttpRequest request) =>
        {
            using var body = new MemoryStream();
            await request.Body.CopyToAsync(body);
            _came.Enqueue((signal, body.ToArray()));
            return Results.Bytes([], "application/x-protobuf");
        });
    }

    /// <summary>One span of a trace.</summary>
    internal sealed record Span(string Trace, string Id, string Parent, string Name)
    {
        /// <summary>Whether it says a text of itself, such as an id.</summary>
        public required Func<string, bool> Says { get; init; }
    }

    public string Address => _app.Urls.Single();

    public static async Task<OtlpCollector> StartAsync()
    {
        var collector = new OtlpCollector();
        await collector._app.StartAsync();
        return collector;
    }

    /// <summary>What came of a signal, with all that is no text in it left as it is.</summary>
    public string TextOf(string signal) =>
        string.Concat(_came.Where(one => one.Signal == signal).Select(one => Encoding.Latin1.GetString(one.Body)));

    /// <summary>The spans: ResourceSpans (1), of each the ScopeSpans (2), of each the Spans (2), of opentelemetry/proto/trace/v1.</summary>
    public IReadOnlyList<Span> Spans() =>
    [
        .. _came.Where(one => one.Signal == "traces").SelectMany(one => Fields(one.Body, 1)).SelectMany(one => Fields(one, 2))
            .SelectMany(one => Fields(one, 2)).Select(span => new Span(
                Hex(span, 1), Hex(span, 2), Hex(span, 4), Encoding.UTF8.GetString(Fields(span, 5).Single()))
            {
                Says = text => Encoding.Latin1.GetString(span).Contains(text, StringComparison.Ordinal),
            }),
    ];

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    static string Hex(byte[] span, int number) => Convert.ToHexString(Fields(span, number).SingleOrDefault([]));

    /// <summary>The fields of a protobuf message that have a length and that number.</summary>
    static IEnumerable<byte[]> Fields(byte[] message, int number)
    {
        for (var at = 0; at < message.Length;)
        {
            var key = Varint(message, ref at);
            switch (key & 7)
            {
                case 0: Varint(message, ref at); break;
                case 1: at += 8; break;
                case 5: at += 4; break;
                default:
                    var length = (int)Varint(message, ref at);
                    if ((int)(key >> 3) == number) yield return message[at..(at + length)];
                    at += length;
                    break;
            }
        }
    }

    static ulong Varint(byte[] message, ref int at)
    {
        ulong value = 0;
        for (var shift = 0; ; shift += 7)
        {
            var next = message[at++];
            value |= (ulong)(next & 0x7F) << shift;
            if (next < 0x80) return value;
        }
    }
}
