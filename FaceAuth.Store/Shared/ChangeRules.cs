using FaceAuth.Store.Contracts;

namespace FaceAuth.Store.Shared;

/// <summary>What may be published.</summary>
internal static class ChangeRules
{
    /// <summary>Characters of a topic.</summary>
    public const int Topic = 64;

    /// <exception cref="ArgumentException">The topic or the message is too long.</exception>
    public static void Check(string topic, ReadOnlyMemory<byte> message)
    {
        Store.Check.Name(topic, Topic);
        if (message.Length > IChangeFeed.MaxMessageBytes)
            throw new ArgumentException($"A message has at most {IChangeFeed.MaxMessageBytes} bytes.", nameof(message));
    }
}
