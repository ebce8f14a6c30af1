using FaceAuth.Signaling.Errors;

namespace FaceAuth.Signaling.Api.Legacy;

/// <summary>One client on <c>/ws/webrtc-signaling</c>: an offer in, its answer and what the session says out.</summary>
/// <remarks>
/// The server is ICE-lite and needs no candidate, and it offers nothing that could be answered: both are taken and ignored.
/// </remarks>
internal sealed class VideoSocket(
    LegacyClient client, LegacySocket socket, LegacyVideo video, CancellationTokenSource idle, LegacyOptions options, TimeProvider time)
{
    /// <summary>Bytes of a message that is taken: an offer, escaped.</summary>
    public const int MostBytes = 128 * 1024;

    /// <summary>Until the client goes, or is sent away. A session goes on by itself.</summary>
    public async Task RunAsync(CancellationToken cancellation)
    {
        while (await socket.ReceiveAsync(message => HandleAsync(message, cancellation), cancellation))
        {
        }
    }

    /// <summary>Whether to go on.</summary>
    async Task<bool> HandleAsync(ReadOnlyMemory<byte> message, CancellationToken cancellation)
    {
        if (LegacyFields.Read(message, 0) is not { } fields)
        {
            Refuse(EndRefusals.BadMessage);
            return false;
        }

        if (fields.Text("type") != "offer") return true;
        if (await client.WhyNotAsync(time.GetUtcNow(), cancellation) is { } over)
        {
            Refuse(over);
            return false;
        }

        var answered = await video.AnswerAsync(client.Who, fields, client.Address, Hear, cancellation);
        if (answered.TryGet(out var answer, out var refusal))
            socket.Say(new("answer") { SessionId = answer.SessionId, Answer = answer.Answer });
        else Refuse(refusal);
        return true;
    }

    void Hear(LegacyMessage message)
    {
        socket.Say(message);
        try
        {
            idle.CancelAfter(options.SocketIdle);   // it is not idle while its session says something
        }
        catch (ObjectDisposedException)
        {
            // the client went, the session goes on
        }
    }

    void Refuse(Refusal refusal) => socket.Say(new("error") { Code = refusal.Code, Text = refusal.Text });
}
