using FaceAuth.Load.Clips;
using FaceAuth.Load.Simulate;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;

namespace FaceAuth.Load.Inject;

/// <summary>The project's own client with a clip, as <c>simulate</c> plays it.</summary>
/// <param name="name">Its name.</param>
/// <param name="purpose">What it does.</param>
/// <param name="clients">Makes the client.</param>
/// <param name="clock">The time.</param>
internal sealed class OwnClientMethod(string name, string purpose, MediaClients clients, TimeProvider clock) : IInjectMethod
{
    /// <inheritdoc/>
    public string Name => name;

    /// <inheritdoc/>
    public string? Agent { get; init; }

    /// <inheritdoc/>
    public string Purpose => purpose;

    /// <inheritdoc/>
    public bool IsHonest => false;

    /// <inheritdoc/>
    public Task<string?> FindLackAsync(CancellationToken cancellation) => Task.FromResult<string?>(null);

    /// <inheritdoc/>
    public async Task RunAsync(InjectSession session, CancellationToken cancellation)
    {
        await using var clip = await ClipSource.OpenAsync(new() { Path = session.Files.Webm }, cancellation: cancellation);
        await OwnClient.RunAsync(
            clients, session, client => new PicturePlayer(clip.Pictures, client, new SentPictures(), clock).RunAsync(cancellation),
            cancellation);
    }
}

/// <summary>One session of the project's own client.</summary>
internal static class OwnClient
{
    const string Agent = "faceauth-simulate";

    /// <summary>Connects, and plays until the session ends.</summary>
    public static async Task RunAsync(
        MediaClients clients, InjectSession session, Func<IMediaClient, Task> play, CancellationToken cancellation)
    {
        await using var client = clients.Create();
        client.Accept(await session.Bridge.OfferAsync(session.Id, client.OfferSdp, Agent, cancellation));
        Task? playing = null;
        await foreach (var happened in client.Events.ReadAllAsync(cancellation))
        {
            if (happened is PeerEvent.Connected) playing = Task.Run(() => play(client), cancellation);
            if (happened is PeerEvent.ChannelOpen) client.TrySend("""{"type":"ready"}"""u8);
        }

        if (playing is { IsCompleted: true }) await playing;
    }
}
