using System.Diagnostics;
using FaceAuth.Media.Contracts;
using FaceAuth.Media.Loop;

namespace FaceAuth.Load.Inject;

/// <summary>Records the coded pictures of a browser's session, and sends them again bit by bit, at their own times, in another.</summary>
/// <remarks>It cannot answer requests for keyframes: a recording has those that it has.</remarks>
internal sealed class ReplayMethod(IInjectMethod recorded, MediaClients clients) : IInjectMethod
{
    static readonly TimeSpan Length = TimeSpan.FromSeconds(20);

    IReadOnlyList<RecordedPicture> _pictures = [];

    /// <inheritdoc/>
    public string Name => "replay";

    /// <inheritdoc/>
    public string? Agent => InjectMethods.Chrome;

    /// <inheritdoc/>
    public string Purpose => "a recorded session of Chromium sent again, said to be Chromium";

    /// <inheritdoc/>
    public bool IsHonest => false;

    /// <inheritdoc/>
    public Task<string?> FindLackAsync(CancellationToken cancellation) => recorded.FindLackAsync(cancellation);

    /// <inheritdoc/>
    public async Task RunAsync(InjectSession session, CancellationToken cancellation)
    {
        if (_pictures.Count == 0) _pictures = await RecordAsync(session, cancellation);
        await OwnClient.RunAsync(clients, session, client => PlayAsync(client, cancellation), cancellation);
    }

    async Task<IReadOnlyList<RecordedPicture>> RecordAsync(InjectSession session, CancellationToken cancellation)
    {
        await using var recorder = await SessionRecording.StartAsync(cancellation);
        session.Bridge.Recorder = recorder.AnswerAsync;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        var sending = recorded.RunAsync(session with { Id = InjectPage.RecordId }, stop.Token);
        var pictures = await recorder.TakeAsync(Length, cancellation);
        await stop.CancelAsync();
        await sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        session.Bridge.Recorder = null;
        return pictures;
    }

    async Task PlayAsync(IMediaClient client, CancellationToken cancellation)
    {
        var began = Stopwatch.GetTimestamp();
        foreach (var picture in _pictures)
        {
            var wait = picture.At - _pictures[0].At - Stopwatch.GetElapsedTime(began);
            if (wait > TimeSpan.Zero) await Task.Delay(wait, cancellation);
            client.TrySendPicture(picture.Vp8, picture.RtpTimestamp);
        }
    }
}

/// <summary>One coded picture as it came.</summary>
/// <param name="Vp8">Its bytes.</param>
/// <param name="RtpTimestamp">90 kHz.</param>
/// <param name="At">When its last packet came.</param>
internal sealed record RecordedPicture(byte[] Vp8, uint RtpTimestamp, TimeSpan At);
