using System.Threading.Channels;

namespace FaceAuth.Pipeline.Contracts;

/// <summary>What the host reads while a session runs.</summary>
public interface IDecisionFeed
{
    /// <summary>
    /// Events in order; ends after <see cref="AuthEvent.Decided"/> or <see cref="AuthEvent.TurnedAway"/>, or when the run is disposed.
    /// </summary>
    /// <remarks>
    /// Bounded: when the reader is slow, guidance, progress and reports are dropped and counted, challenges and the decision never are.
    /// </remarks>
    ChannelReader<AuthEvent> Events { get; }

    /// <summary>Whether to publish an <see cref="AuthEvent.Analysed"/> for every picture. False at first.</summary>
    bool ReportsEveryPicture { get; set; }

    /// <summary>Counts and latencies so far. Safe from any thread.</summary>
    AuthRunStats Snapshot();
}
