using System.Collections.Concurrent;
using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Signaling.Tests.Webhooks;

/// <summary>A relying party's own server on loopback, real HTTP, that takes what it is told and answers as the test says.</summary>
sealed class Receiver : IAsyncDisposable
{
    readonly WebApplication _app;

    Receiver(WebApplication app) => _app = app;

    /// <summary>What came, in the order in which it came.</summary>
    public ConcurrentQueue<Call> Calls { get; } = new();

    /// <summary>What it answers; 204 unless a test says otherwise.</summary>
    public Func<HttpContext, Task> Answer { get; set; } = context =>
    {
        context.Response.StatusCode = (int)HttpStatusCode.NoContent;
        return Task.CompletedTask;
    };

    /// <summary>Its address: http://127.0.0.1:PORT/hook.</summary>
    public string Url => _app.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.Single() + "/hook";

    public static async Task<Receiver> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        var receiver = new Receiver(app);
        app.Run(async context =>
        {
            using var reader = new StreamReader(context.Request.Body);
            var headers = context.Request.Headers.ToDictionary(
                header => header.Key, header => header.Value.ToString(), StringComparer.Ordinal);
            receiver.Calls.Enqueue(new(context.Request.Path, headers, await reader.ReadToEndAsync()));
            await receiver.Answer(context);
        });
        await app.StartAsync();
        return receiver;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>One request.</summary>
    internal sealed record Call(string Path, IReadOnlyDictionary<string, string> Headers, string Body)
    {
        public string Id => Headers["webhook-id"];

        public string Signature => Headers["webhook-signature"];

        public long Timestamp => long.Parse(Headers["webhook-timestamp"], System.Globalization.CultureInfo.InvariantCulture);
    }
}
