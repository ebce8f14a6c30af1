using System.Collections.Concurrent;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;
using FaceAuth.Signaling.Hubs;
using Microsoft.AspNetCore.Http.Connections;
using Microsoft.AspNetCore.SignalR;
using Microsoft.AspNetCore.SignalR.Client;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace FaceAuth.Interop.Tests.Nodes;

/// <summary>A person in front of a camera that plays a clip in a loop, over our own WebRTC and one node's hub.</summary>
sealed class NodePerson : IAsyncDisposable
{
    static readonly ServiceProvider Media = new ServiceCollection().AddLogging()
        .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build()).AddFaceAuthMediaUndecoded().BuildServiceProvider();

    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentQueue<ServerMessage> _heard = new();
    readonly TaskCompletionSource<PeerEnd> _lost = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly TaskCompletionSource<SessionEndedMessage> _told = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly HubConnection _hub;
    readonly IMediaClient _client;
    readonly ClipSource _clip;
    readonly string _token;
    Task _following = Task.CompletedTask;

    NodePerson(HubConnection hub, IMediaClient client, ClipSource clip, string token)
    {
        (_hub, _client, _clip, _token) = (hub, client, clip, token);
        hub.On<SessionEndedMessage>("Ended", message => _told.TrySetResult(message));
    }

    /// <summary>A clip of somebody who is enrolled under the policy passive within seconds.</summary>
    public static string Anton { get; } = Path.Combine(Repository.Root, "tests", "clips", "anton_enrol.mp4");

    /// <summary>Two at once, who are asked to be one: nothing is decided for a while.</summary>
    public static string Two { get; } = Path.Combine(Repository.Root, "tests", "clips", "two_people.mp4");

    /// <summary>Says on the hub that the session ended.</summary>
    public Task<SessionEndedMessage> Told => _told.Task;

    /// <summary>Done when the connection is over.</summary>
    public Task<PeerEnd> Lost => _lost.Task;

    /// <summary>Begins a session by a node's hub.</summary>
    public static async Task<NodePerson> BeginAsync(NodeServer node, CreatedSession session, string clip)
    {
        var person = new NodePerson(
            Hub(node.Address, session.Token), Media.GetRequiredService<MediaClients>().Create(),
            await ClipSource.OpenAsync(new() { Path = clip, FramesPerSecond = 15 }), session.Token);
        await person._hub.StartAsync();
        var answer = await person._hub.InvokeAsync<AnswerMessage>("Offer", new OfferMessage(person._client.OfferSdp));
        person._client.Accept(answer.Sdp);
        person._following = person.FollowAsync();
        return person;
    }

    /// <summary>Offers by a node's hub and leaves; returns why that was refused, or null.</summary>
    public static async Task<string?> TryAsync(NodeServer node, CreatedSession session)
    {
        await using var hub = Hub(node.Address, session.Token);
        await using var client = Media.GetRequiredService<MediaClients>().Create();
        await hub.StartAsync();
        return await CodeOfAsync(() => hub.InvokeAsync<AnswerMessage>("Offer", new OfferMessage(client.OfferSdp)));
    }

    /// <summary>Asks a node to move the connection, with credentials as a restart has; returns why that was refused, or null.</summary>
    public async Task<string?> RestartAsync(NodeServer node, string? token = null)
    {
        await using var hub = Hub(node.Address, token ?? _token);
        await hub.StartAsync();
        var sdp = string.Join("\r\n", _client.OfferSdp.Split("\r\n").Select(line =>
            line.StartsWith("a=ice-ufrag:", StringComparison.Ordinal) ? "a=ice-ufrag:" + Guid.NewGuid().ToString("N")[..8]
            : line.StartsWith("a=ice-pwd:", StringComparison.Ordinal) ? "a=ice-pwd:" + Guid.NewGuid().ToString("N") : line));
        return await CodeOfAsync(() => hub.InvokeAsync<AnswerMessage>("Restart", new OfferMessage(sdp)));
    }

    /// <summary>Waits for a message on the data channel.</summary>
    public async Task<ServerMessage> HearAsync(string type, int seconds = 40)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            foreach (var message in _heard)
                if (message.Type == type) return message;
            if (limit.IsCancellationRequested || Lost.IsCompleted)
                throw new TimeoutException($"No '{type}'. Heard: {string.Join('\n', _heard.Select(one => one.Body))}");
            await Task.Delay(20);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _client.DisposeAsync();
        await _following.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _hub.DisposeAsync();
        await _clip.DisposeAsync();
        _stop.Dispose();
    }

    static HubConnection Hub(Uri node, string token) => new HubConnectionBuilder().WithUrl(new Uri(node, "/hubs/signaling"), options =>
    {
        (options.SkipNegotiation, options.Transports) = (true, HttpTransportType.WebSockets);
        options.AccessTokenProvider = () => Task.FromResult<string?>(token);
    }).Build();

    static async Task<string?> CodeOfAsync(Func<Task<AnswerMessage>> ask)
    {
        try
        {
            Assert.StartsWith("v=0", (await ask()).Sdp);
            return null;
        }
        catch (HubException refused)
        {
            return refused.Message.Split("HubException: ")[^1].Split(':')[0];
        }
    }

    async Task FollowAsync()
    {
        Task? playing = null;
        await foreach (var happened in _client.Events.ReadAllAsync(_stop.Token))
        {
            if (happened is PeerEvent.Connected)
                playing = Task.Run(() => new PicturePlayer(_clip.Pictures, _client, new(), TimeProvider.System).RunAsync(_stop.Token));
            if (happened is PeerEvent.ChannelOpen) _client.TrySend("""{"type":"ready"}"""u8);
            if (happened is PeerEvent.Message message && ServerMessage.TryRead(message.Utf8, out var said)) _heard.Enqueue(said);
            if (happened is PeerEvent.Ended ended) _lost.TrySetResult(ended.Reason);
        }

        if (playing is not null) await playing.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
