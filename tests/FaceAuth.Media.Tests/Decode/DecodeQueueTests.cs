using System.Collections.Concurrent;
using FaceAuth.Frames;
using FaceAuth.Media.Decode;
using FaceAuth.Media.Depacketize;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Decode;

public sealed class DecodeQueueTests : IDisposable
{
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);   // only a hang reaches it
    static readonly List<byte[]> Clip = Ivf.Pictures("vp8/testsrc.ivf");

    readonly CodedPicturePool _pictures = new(limit: 200, maxBytes: 100_000);
    readonly VideoFramePool _frames = new(limit: 100, kept: 8);
    DecodeWorkers? _workers;

    [Fact]
    public void Every_picture_is_decoded_in_order()
    {
        var session = Open(new DecodeOptions { QueuePictures = 100 });

        for (var i = 0; i < Clip.Count; i++) session.Queue.Enqueue(Picture(i));

        session.WaitUntil(() => session.Queue.FramesDecoded == Clip.Count);
        Assert.Equal(Enumerable.Range(0, Clip.Count).Select(i => (uint)i), session.Shown.ToArray());
        Assert.Equal(0, session.Queue.FramesDropped);
        Assert.Equal((1, 0), (session.FirstPictures, session.KeyframesNeeded));
    }

    [Fact]
    public void Frames_carry_the_times_of_their_pictures()
    {
        var session = Open(new DecodeOptions());
        var picture = Picture(0);
        (picture.RtpTimestamp, picture.LastPacketAt) = (77, TimeSpan.FromSeconds(5));

        session.Queue.Enqueue(picture);

        session.WaitFor(1);
        Assert.Equal([77u], session.Shown.ToArray());
        Assert.Equal([TimeSpan.FromSeconds(5)], session.Times.ToArray());
    }

    [Fact]
    public void A_full_queue_drops_to_the_next_keyframe_and_asks_for_it()
    {
        var session = Open(new DecodeOptions { QueuePictures = 3, Workers = 1 });
        session.Hold();
        session.Queue.Enqueue(Picture(0));
        session.WaitUntilHeld();
        foreach (var i in new[] { 1, 2, 3 }) session.Queue.Enqueue(Picture(i));

        session.Queue.Enqueue(Picture(4));
        session.Queue.Enqueue(Picture(5));
        Assert.Equal((0, 5), (session.Queue.Waiting, session.Queue.FramesDropped));
        session.Queue.Enqueue(Picture(0, timestamp: 100));
        session.Queue.Enqueue(Picture(1, timestamp: 101));
        session.Release();

        session.WaitFor(3);
        Assert.Equal([0u, 100, 101], session.Shown.ToArray());
        Assert.Equal((1, false), (session.KeyframesNeeded, session.IsRefused));
    }

    [Fact]
    public void A_full_queue_that_holds_a_keyframe_goes_on_with_it()
    {
        var session = Open(new DecodeOptions { QueuePictures = 3, Workers = 1 });
        session.Hold();
        session.Queue.Enqueue(Picture(0));
        session.WaitUntilHeld();
        session.Queue.Enqueue(Picture(1));
        session.Queue.Enqueue(Picture(0, timestamp: 100));
        session.Queue.Enqueue(Picture(1, timestamp: 101));

        session.Queue.Enqueue(Picture(2, timestamp: 102));
        session.Release();

        session.WaitFor(4);
        Assert.Equal([0u, 100, 101, 102], session.Shown.ToArray());
        Assert.Equal((0, 1), (session.KeyframesNeeded, session.Queue.FramesDropped));
    }

    [Fact]
    public void A_picture_that_cannot_be_decoded_asks_for_a_keyframe_and_the_session_goes_on()
    {
        var session = Open(new DecodeOptions { Workers = 1 });
        session.Queue.Enqueue(Picture(0));
        session.Queue.Enqueue(Picture([0x1F, 2, 3], 1));
        session.WaitUntil(() => session.KeyframesNeeded == 1);

        session.Queue.Enqueue(Picture(1, timestamp: 2));
        session.Queue.Enqueue(Picture(0, timestamp: 3));

        session.WaitFor(2);
        Assert.Equal([0u, 3], session.Shown.ToArray());
        Assert.Equal((1, 2), (session.KeyframesNeeded, session.Queue.FramesDropped));
        Assert.True(session.IsRefused);
    }

    [Fact]
    public void Nothing_is_decoded_before_the_first_keyframe()
    {
        var session = Open(new DecodeOptions());

        session.Queue.Enqueue(Picture(1));
        session.Queue.Enqueue(Picture(0, timestamp: 9));

        session.WaitFor(1);
        Assert.Equal([9u], session.Shown.ToArray());
    }

    [Fact]
    public void A_session_with_much_to_do_does_not_hold_up_another()
    {
        var busy = Open(new DecodeOptions { Workers = 1, QueuePictures = 100 });
        var other = Open();
        var order = new ConcurrentQueue<char>();
        (busy.OnShown, other.OnShown) = (() => order.Enqueue('b'), () => order.Enqueue('o'));
        busy.Hold();
        for (var i = 0; i < 40; i++) busy.Queue.Enqueue(Picture(i));
        busy.WaitUntilHeld();
        for (var i = 0; i < 3; i++) other.Queue.Enqueue(Picture(i));

        busy.Release();

        busy.WaitFor(40);
        other.WaitFor(3);
        Assert.Equal("bobobo", new string([.. order])[..6]);
    }

    [Fact]
    public void Closing_a_session_frees_its_decoder_on_a_worker_and_drops_what_waits()
    {
        var session = Open(new DecodeOptions { Workers = 1 });
        session.Hold();
        session.Queue.Enqueue(Picture(0));
        session.WaitUntilHeld();
        session.Queue.Enqueue(Picture(1));

        session.Queue.Dispose();
        session.Queue.Dispose();
        session.Queue.Enqueue(Picture(2));
        Assert.Equal(1, _workers!.OpenQueues);
        session.Release();

        session.WaitUntil(() => _workers.OpenQueues == 0);
        Assert.Equal([0u], session.Shown.ToArray());
        session.WaitUntil(() => _pictures.Out == 0);
    }

    [Fact]
    public void A_sink_that_throws_ends_its_own_session_only()
    {
        var broken = Open(new DecodeOptions { Workers = 1 });
        var other = Open();
        broken.OnShown = () => throw new InvalidOperationException("broken sink");

        broken.Queue.Enqueue(Picture(0));
        broken.WaitUntil(() => broken.Failure is not null);
        other.Queue.Enqueue(Picture(0));

        other.WaitFor(1);
        Assert.Equal("broken sink", broken.Failure!.Message);
        other.WaitUntil(() => _workers!.OpenQueues == 1);
    }

    [Fact]
    public void Stopping_the_workers_frees_every_session()
    {
        var session = Open(new DecodeOptions { Workers = 2 });
        for (var i = 0; i < 10; i++) session.Queue.Enqueue(Picture(i));

        _workers!.Dispose();

        Assert.Equal((0, 0, 0), (_workers.OpenQueues, _pictures.Out, _frames.Out));
        session.Queue.Enqueue(Picture(0));
        session.Queue.Dispose();
        Assert.Equal(0, _pictures.Out);
        Assert.Throws<ObjectDisposedException>(() => _workers.Open(VideoCodec.Vp8, session, session));
    }

    [Fact]
    public void When_no_frame_is_free_pictures_are_dropped_after_decoding()
    {
        using var one = new VideoFramePool(limit: 1, kept: 1);
        Require.Ffmpeg();
        _workers = new DecodeWorkers(new DecodeOptions { Workers = 1 }, one);
        var session = Open();
        Assert.True(one.TryRent(16, 16, out var held));
        session.Queue.Enqueue(Picture(0));
        session.Queue.Enqueue(Picture(1));
        session.WaitUntil(() => session.Queue.FramesDropped == 2);
        held.Dispose();

        session.Queue.Enqueue(Picture(2));

        session.WaitFor(1);
        Assert.Equal([2u], session.Shown.ToArray());
        Assert.Equal(0, session.KeyframesNeeded);
        _workers.Dispose();
    }

    public void Dispose()
    {
        _workers?.Dispose();
        Assert.Equal((0, 0), (_pictures.Out, _frames.Out));
        _frames.Dispose();
    }

    Session Open(DecodeOptions? options = null)
    {
        Require.Ffmpeg();
        _workers ??= new DecodeWorkers(options ?? new DecodeOptions(), _frames);
        return new Session(_workers);
    }

    CodedPicture Picture(int index, uint? timestamp = null) => Picture(Clip[index], timestamp ?? (uint)index);

    CodedPicture Picture(byte[] bytes, uint timestamp)
    {
        Assert.True(_pictures.TryRent(out var picture));
        Assert.True(picture.TryAppend(bytes));
        picture.RtpTimestamp = timestamp;
        picture.IsKeyframe = (bytes[0] & 1) == 0;
        return picture;
    }

    /// <summary>A sink and listener that can hold its worker up.</summary>
    sealed class Session : IFrameSink, IDecodeListener
    {
        readonly ManualResetEventSlim _open = new(true);
        readonly ManualResetEventSlim _held = new(false);
        int _keyframesNeeded;

        public Session(DecodeWorkers workers) => Queue = workers.Open(VideoCodec.Vp8, this, this);

        public DecodeQueue Queue { get; }

        public ConcurrentQueue<uint> Shown { get; } = new();

        public ConcurrentQueue<TimeSpan> Times { get; } = new();

        public Action? OnShown { get; set; }

        public int FirstPictures { get; private set; }

        /// <summary>Whether a picture could not be decoded.</summary>
        public bool IsRefused { get; private set; }

        public int KeyframesNeeded => Volatile.Read(ref _keyframesNeeded);

        public Exception? Failure { get; private set; }

        public void Hold() => _open.Reset();

        public void Release() => _open.Set();

        public void WaitUntilHeld() => Assert.True(_held.Wait(Patience));

        public void WaitFor(int shown) => WaitUntil(() => Shown.Count >= shown);

        public void WaitUntil(Func<bool> condition) => Assert.True(SpinWait.SpinUntil(condition, Patience), "it never happened");

        public void Offer(VideoFrame frame)
        {
            using (frame)
            {
                _held.Set();
                Assert.True(_open.Wait(Patience));
                OnShown?.Invoke();
                Times.Enqueue(frame.ReceivedAt);
                Shown.Enqueue(frame.RtpTimestamp);
            }
        }

        public void OnKeyframeNeeded(bool isRefused)
        {
            IsRefused |= isRefused;
            Interlocked.Increment(ref _keyframesNeeded);
        }

        public void OnFirstPicture() => FirstPictures++;

        public void OnFailed(Exception failure) => Failure = failure;
    }
}
