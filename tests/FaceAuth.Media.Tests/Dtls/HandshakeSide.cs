using FaceAuth.Media.Dtls;

namespace FaceAuth.Media.Tests.Dtls;

/// <summary>One end of a handshake in memory: passes on what it sends, keeps how it ended.</summary>
sealed class HandshakeSide : IDtlsHandshakeSink
{
    // only so that a broken handshake fails a test rather than hanging it
    static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    readonly TaskCompletionSource<DtlsFailure?> _end = new(TaskCreationOptions.RunContinuationsAsynchronously);
    readonly List<byte[]> _sent = [];
    int _ends;

    public Action<byte[]> Deliver { get; set; } = _ => { };

    public DtlsKeys? Keys { get; private set; }

    public int Ends => _ends;

    public IReadOnlyList<byte[]> Sent
    {
        get
        {
            lock (_sent) return [.. _sent];
        }
    }

    public void Send(ReadOnlySpan<byte> datagram)
    {
        var copy = datagram.ToArray();
        lock (_sent) _sent.Add(copy);
        Deliver(copy);
    }

    public void Succeeded(DtlsKeys keys)
    {
        Interlocked.Increment(ref _ends);
        Keys = keys;
        _end.SetResult(null);
    }

    public void Failed(DtlsFailure failure)
    {
        Interlocked.Increment(ref _ends);
        _end.SetResult(failure);
    }

    /// <summary>Waits for the end; null is success.</summary>
    public async Task<DtlsFailure?> EndAsync() => await _end.Task.WaitAsync(Patience);
}
