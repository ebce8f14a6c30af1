using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using FaceAuth.Media.Ice;
using FaceAuth.Media.Stun;
using FaceAuth.Media.Tcp;

namespace FaceAuth.Media.Loop;

/// <summary>One accepted connection of a loop. The loop's thread alone.</summary>
internal sealed class TcpConnection : IDisposable
{
    const int LengthBytes = 2;

    readonly FrameBacklog _backlog;

    internal TcpConnection(Socket socket, int number, TimeSpan admitBy, int backlogBytes)
    {
        socket.Blocking = false;
        socket.NoDelay = true;
        Socket = socket;
        AdmitBy = admitBy;
        Pair = new CandidatePair(number, TransportAddress.From((IPEndPoint)socket.RemoteEndPoint!));
        _backlog = new FrameBacklog(backlogBytes);
    }

    internal Socket Socket { get; }

    /// <summary>The connection as ICE sees it; its number belongs to no other connection of the loop, before or after.</summary>
    internal CandidatePair Pair { get; }

    /// <summary>Until when it must have shown a valid check.</summary>
    internal TimeSpan AdmitBy { get; }

    internal FrameReader Frames { get; } = new();

    /// <summary>Whose it is since its first valid check; null before.</summary>
    internal LoopPeer? Owner { get; private set; }

    /// <summary>Frames taken before it was anybody's.</summary>
    internal int Attempts { get; set; }

    /// <summary>Whether the system failed to send: to be closed.</summary>
    internal bool IsBroken { get; private set; }

    internal bool IsClosed { get; private set; }

    /// <summary>Whether something waits until the other side reads.</summary>
    internal bool HasBacklog => !_backlog.IsEmpty;

    internal void Admit(LoopPeer owner)
    {
        Owner = owner;
        Frames.Admit();
    }

    /// <summary>Reads once. 0: nothing there; -1: the other side has ended it.</summary>
    internal int Receive()
    {
        var count = Socket.Receive(Frames.Room.Span, SocketFlags.None, out var error);
        if (error == SocketError.WouldBlock) return 0;
        if (error != SocketError.Success || count == 0) return -1;
        Frames.Advance(count);
        return count;
    }

    /// <summary>Sends a frame, or keeps what the system does not take; false when it had to be dropped.</summary>
    /// <param name="datagram">What the frame holds.</param>
    /// <param name="scratch">Room for it and its length.</param>
    internal bool TrySend(ReadOnlySpan<byte> datagram, Span<byte> scratch)
    {
        if (IsBroken || IsClosed) return false;
        var frame = scratch[..(LengthBytes + datagram.Length)];
        BinaryPrimitives.WriteUInt16BigEndian(frame, (ushort)datagram.Length);
        datagram.CopyTo(frame[LengthBytes..]);
        if (HasBacklog) return _backlog.TryAdd(frame);
        var sent = Send(frame);
        return !IsBroken && (sent == frame.Length || _backlog.TryAdd(frame[sent..]));
    }

    /// <summary>The system takes more.</summary>
    internal void SendBacklog() => _backlog.Drop(Send(_backlog.Waiting.Span));

    /// <inheritdoc/>
    public void Dispose()
    {
        IsClosed = true;
        Socket.Dispose();
    }

    int Send(ReadOnlySpan<byte> bytes)
    {
        var sent = Socket.Send(bytes, SocketFlags.None, out var error);
        if (error is SocketError.Success) return sent;
        IsBroken = error != SocketError.WouldBlock;
        return 0;
    }
}
