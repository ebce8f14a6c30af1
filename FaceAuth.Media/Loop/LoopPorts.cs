using System.Net.Sockets;

namespace FaceAuth.Media.Loop;

/// <summary>What one loop receives on: UDP sockets and, on the same port of the same addresses, TCP listeners.</summary>
/// <remarks>The loop owns them.</remarks>
/// <param name="Sockets">One for each address, in their order.</param>
/// <param name="Listeners">The same over TCP; empty without it.</param>
internal sealed record LoopPorts(IReadOnlyList<LoopSocket> Sockets, IReadOnlyList<Socket> Listeners) : IDisposable
{
    /// <summary>Of clients, each of which brings its own socket.</summary>
    internal static LoopPorts None { get; } = new([], []);

    /// <summary>The UDP port, and the TCP one.</summary>
    internal int Port => Sockets[0].LocalEndPoint.Port;

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var socket in Sockets) socket.Dispose();
        foreach (var listener in Listeners) listener.Dispose();
    }
}
