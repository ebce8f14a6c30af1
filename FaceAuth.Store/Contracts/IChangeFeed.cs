namespace FaceAuth.Store.Contracts;

/// <summary>Small messages from any node to all, by topic.</summary>
/// <remarks>Not a queue: nothing is kept for who is not there. Who may have missed some is told so. Safe from many threads.</remarks>
public interface IChangeFeed
{
    /// <summary>Most bytes of one message.</summary>
    const int MaxMessageBytes = 4096;

    /// <summary>Tells all readers of a topic, this node's too. Never throws because of the shared state, and hardly waits for it.</summary>
    /// <param name="topic">1 to 64 characters.</param>
    /// <param name="message">At most <see cref="MaxMessageBytes"/>; what other nodes miss of it they are told to have missed.</param>
    ValueTask PublishAsync(string topic, ReadOnlyMemory<byte> message);

    /// <summary>Reads a topic from now on. The first thing read is <see cref="ChangeKind.Resynchronise"/>; disposing ends it.</summary>
    IChangeReader Subscribe(string topic);
}
