using System.Threading.Channels;
using FaceAuth.Pipeline.Contracts;

namespace FaceAuth.Pipeline.Runs;

/// <summary>A run's events on their way to the host.</summary>
/// <remarks>
/// When the reader is slow, what is worth nothing later is dropped and counted; challenges and the decision never are, and are few:
/// <c>DecisionOptions</c> bounds them.
/// </remarks>
/// <param name="capacity">Events that may wait before others are dropped.</param>
/// <param name="onDropped">Called for every event dropped.</param>
internal sealed class EventFeed(int capacity, Action onDropped)
{
    readonly Channel<AuthEvent> _events = Channel.CreateUnbounded<AuthEvent>(new UnboundedChannelOptions { SingleWriter = true });

    /// <summary>What the host reads.</summary>
    public ChannelReader<AuthEvent> Reader => _events.Reader;

    /// <summary>Writes an event; after a decision, or when the run was turned away, the feed has ended.</summary>
    public void Write(AuthEvent published)
    {
        var isVital = published is AuthEvent.Challenge or AuthEvent.ChallengeOver or AuthEvent.TurnedAway or AuthEvent.Decided;
        if (!isVital && _events.Reader.Count >= capacity) onDropped();
        else _events.Writer.TryWrite(published);
        if (published is AuthEvent.Decided or AuthEvent.TurnedAway) End();
    }

    /// <summary>Ends the feed.</summary>
    public void End() => _events.Writer.TryComplete();
}
