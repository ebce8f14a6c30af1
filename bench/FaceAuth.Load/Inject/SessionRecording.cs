using System.Collections.Concurrent;
using FaceAuth.Frames;
using FaceAuth.Media;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;

namespace FaceAuth.Load.Inject;

/// <summary>A server that keeps the coded pictures of one session and decodes nothing.</summary>
internal sealed class SessionRecording : IAsyncDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly ServiceProvider _services;
    readonly Keeping _keeping;
    IMediaPeer? _peer;

    SessionRecording(ServiceProvider services, Keeping keeping) => (_services, _keeping) = (services, keeping);

    /// <summary>Starts it on loopback.</summary>
    public static async Task<SessionRecording> StartAsync(CancellationToken cancellation)
    {
        var keeping = new Keeping();
        var settings = new Dictionary<string, string?>
        {
            ["Media:Port"] = "0",
            ["Media:Addresses:0"] = "127.0.0.1",
            ["Media:Codecs:0"] = "VP8",
        };
        var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().AddInMemoryCollection(settings).Build())
            .AddSingleton<Func<IDecoding>>(() => keeping)
            .AddLogging().AddFaceAuthMedia().BuildServiceProvider();
        await services.GetRequiredService<IMediaServer>().StartAsync(cancellation);
        return new(services, keeping);
    }

    /// <summary>Answers the offer of who is recorded.</summary>
    public async Task<string> AnswerAsync(string offer, CancellationToken cancellation)
    {
        var admission = await _services.GetRequiredService<IMediaServer>().AcceptAsync(offer, new NoSink(), cancellation);
        _peer = admission.Peer ?? throw new LoadException("The session to be recorded is refused: " + admission.Message);
        return admission.AnswerSdp!;
    }

    /// <summary>What came within <paramref name="length"/> of the first picture.</summary>
    /// <exception cref="LoadException">Nothing came.</exception>
    public async Task<IReadOnlyList<RecordedPicture>> TakeAsync(TimeSpan length, CancellationToken cancellation)
    {
        try
        {
            await _keeping.Began.Task.WaitAsync(Patience, cancellation);
        }
        catch (TimeoutException)
        {
            throw new LoadException("No picture came of the session to be recorded.");
        }

        await Task.Delay(length, cancellation);
        return [.. _keeping.Pictures];
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (_peer is not null) await _peer.DisposeAsync();
        await _services.DisposeAsync();
    }

    sealed class Keeping : IDecoding, IPictureQueue
    {
        IDecodeListener? _listener;

        public ConcurrentQueue<RecordedPicture> Pictures { get; } = new();

        public TaskCompletionSource Began { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public IReadOnlyList<VideoCodec> Codecs { get; } = [VideoCodec.Vp8];

        public long FramesDecoded => 0;

        public long FramesDropped => 0;

        public IPictureQueue Open(VideoCodec codec, IFrameSink sink, IDecodeListener listener)
        {
            _listener = listener;
            return this;
        }

        public void Enqueue(CodedPicture picture)
        {
            Pictures.Enqueue(new(picture.Data.ToArray(), picture.RtpTimestamp, picture.LastPacketAt));
            picture.Dispose();
            if (Began.TrySetResult()) _listener!.OnFirstPicture();
        }

        public void Dispose()
        {
        }
    }

    sealed class NoSink : IFrameSink
    {
        public void Offer(VideoFrame frame) => frame.Dispose();
    }
}
