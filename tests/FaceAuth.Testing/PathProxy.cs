using System.Net;
using System.Net.WebSockets;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Testing;

/// <summary>A reverse proxy that serves a server below a path, as an operator's does: requests and WebSockets.</summary>
/// <remarks>On loopback, at a free port. What is not below its path is not found.</remarks>
public sealed class PathProxy : IAsyncDisposable
{
    readonly HttpClient _http = new(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false });
    readonly WebApplication _app;
    readonly Uri _server;
    readonly PathString _path;
    readonly bool _strips;
    readonly bool _saysPrefix;

    PathProxy(Uri server, PathString path, bool strips, bool saysPrefix)
    {
        (_server, _path, _strips, _saysPrefix) = (server, path, strips, saysPrefix);
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        _app = builder.Build();
        _app.UseWebSockets();
        _app.Run(ForwardAsync);
    }

    /// <summary>Where the server is reached, with a / at the end.</summary>
    public Uri Address => new(new Uri(_app.Urls.First()), _path + "/");

    /// <summary>Starts one.</summary>
    /// <param name="server">The server's own address.</param>
    /// <param name="path">Such as "/face".</param>
    /// <param name="strips">Whether the path is taken off on the way.</param>
    /// <param name="saysPrefix">Whether the server is told so in X-Forwarded-Prefix.</param>
    public static async Task<PathProxy> StartAsync(Uri server, string path, bool strips = true, bool saysPrefix = false)
    {
        var proxy = new PathProxy(server, path, strips, saysPrefix);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    Task ForwardAsync(HttpContext context)
    {
        if (!context.Request.Path.StartsWithSegments(_path, out var rest))
        {
            context.Response.StatusCode = StatusCodes.Status404NotFound;
            return Task.CompletedTask;
        }

        var path = _strips ? new PathString(rest.HasValue ? rest.Value : "/") : context.Request.Path;
        var target = new Uri(_server, path.ToUriComponent() + context.Request.QueryString.ToUriComponent());
        return context.WebSockets.IsWebSocketRequest ? RelayAsync(context, target) : PassOnAsync(context, target);
    }

    async Task PassOnAsync(HttpContext context, Uri target)
    {
        using var request = new HttpRequestMessage(new(context.Request.Method), target);
        if (context.Request.ContentLength > 0 || context.Request.Headers.TransferEncoding.Count > 0)
            request.Content = new StreamContent(context.Request.Body);
        foreach (var (name, values) in context.Request.Headers)
        {
            if (name is "Host" or "Connection" or "Transfer-Encoding") continue;
            if (!request.Headers.TryAddWithoutValidation(name, values.ToArray()))
                request.Content?.Headers.TryAddWithoutValidation(name, values.ToArray());
        }

        if (_saysPrefix) request.Headers.Add("X-Forwarded-Prefix", _path.Value);
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)answer.StatusCode;
        foreach (var (name, values) in answer.Headers.Concat(answer.Content.Headers))
            if (name is not "Transfer-Encoding") context.Response.Headers[name] = values.ToArray();
        if (answer.StatusCode is not (HttpStatusCode.NoContent or HttpStatusCode.NotModified))
            await answer.Content.CopyToAsync(context.Response.Body, context.RequestAborted);
    }

    static async Task RelayAsync(HttpContext context, Uri target)
    {
        using var server = new ClientWebSocket();
        if (context.Request.Headers.Authorization is [{ } bearer]) server.Options.SetRequestHeader("Authorization", bearer);
        await server.ConnectAsync(new UriBuilder(target) { Scheme = "ws" }.Uri, context.RequestAborted);
        using var browser = await context.WebSockets.AcceptWebSocketAsync();
        await Task.WhenAny(PumpAsync(browser, server), PumpAsync(server, browser));
    }

    static async Task PumpAsync(WebSocket from, WebSocket to)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await from.ReceiveAsync(buffer, CancellationToken.None) is { MessageType: not WebSocketMessageType.Close } part)
                await to.SendAsync(buffer.AsMemory(0, part.Count), part.MessageType, part.EndOfMessage, CancellationToken.None);
            await to.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, null, CancellationToken.None);
        }
        catch (Exception e) when (e is WebSocketException or OperationCanceledException)
        {
        }
    }
}
