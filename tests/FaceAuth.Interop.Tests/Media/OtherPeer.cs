using System.Text;
using FaceAuth.Interop.Tests.Running;
using FaceAuth.Media.Contracts;
using FaceAuth.Testing;

namespace FaceAuth.Interop.Tests.Media;

/// <summary>A program with a WebRTC stack of its own that sends video to a media server in this process, and both ends of it.</summary>
sealed class OtherPeer : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);   // a program that starts on a busy machine

    readonly MediaPage _media;
    readonly ChildProcess _program;

    OtherPeer(MediaPage media, ChildProcess program, IMediaPeer peer, CountingSink sink) =>
        (_media, _program, Peer, Sink) = (media, program, peer, sink);

    /// <summary>This side's end.</summary>
    public IMediaPeer Peer { get; }

    /// <summary>What was decoded of its video.</summary>
    public CountingSink Sink { get; }

    /// <summary>Starts the program with the address to offer to, and waits for its offer.</summary>
    /// <param name="runtime">What runs it.</param>
    /// <param name="script">Its place below Media/Peers.</param>
    /// <param name="arguments">What it is told after the address.</param>
    public static async Task<OtherPeer> StartAsync(string runtime, string script, params string[] arguments)
    {
        var media = await MediaPage.StartAsync();
        var path = Path.Combine(Repository.Root, "tests", "FaceAuth.Interop.Tests", "Media", "Peers", script);
        var program = ChildProcess.Start(runtime, [path, media.Address, .. arguments]);
        try
        {
            (IMediaPeer Peer, CountingSink Sink)? session = null;
            await WaitAsync(() => media.TryTakeSession(out session), program);
            return new(media, program, session!.Value.Peer, session.Value.Sink);
        }
        catch
        {
            await program.DisposeAsync();
            await media.DisposeAsync();
            throw;
        }
    }

    /// <summary>Its next message.</summary>
    public async Task<string> MessageAsync()
    {
        while (true)
        {
            switch (await NextAsync())
            {
                case PeerEvent.Message message: return Encoding.UTF8.GetString(message.Utf8.Span);
                case PeerEvent.Ended ended: throw new InvalidOperationException($"It ended: {ended.Reason}.\n{_program.Output}");
            }
        }
    }

    /// <summary>Why this side ended.</summary>
    public async Task<PeerEnd> EndAsync()
    {
        while (true)
            if (await NextAsync() is PeerEvent.Ended ended) return ended.Reason;
    }

    /// <summary>Waits until the program says that it has gone.</summary>
    public Task LeftAsync() => _program.LineAsync(line => line == "left", Patience);

    public Task WaitAsync(Func<bool> condition) => WaitAsync(condition, _program);

    public async ValueTask DisposeAsync()
    {
        await _program.DisposeAsync();
        await _media.DisposeAsync();
    }

    async Task<PeerEvent> NextAsync()
    {
        using var limit = new CancellationTokenSource(Patience);
        try
        {
            return await Peer.Events.ReadAsync(limit.Token);
        }
        catch (OperationCanceledException)
        {
            throw new TimeoutException($"Nothing happened. {Peer.Snapshot()}\n{_program.Output}");
        }
    }

    static async Task WaitAsync(Func<bool> condition, ChildProcess program)
    {
        using var limit = new CancellationTokenSource(Patience);
        using var tick = new PeriodicTimer(TimeSpan.FromMilliseconds(20));
        while (!condition())
        {
            if (program.HasExited) throw new InvalidOperationException($"The other side has gone.\n{program.Output}");
            if (limit.IsCancellationRequested) throw new TimeoutException($"It took too long.\n{program.Output}");
            await tick.WaitForNextTickAsync(CancellationToken.None);
        }
    }
}
