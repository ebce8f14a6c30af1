using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using FaceAuth.Media.Stun;

namespace FaceAuth.Media.Loop;

/// <summary>
/// The datagrams that wait at a UDP socket, read together: on 64-bit Linux by one call of recvmmsg(2), elsewhere one by one.
/// </summary>
/// <remarks>Lives outside the managed heap; dispose it. One thread.</remarks>
internal sealed unsafe partial class DatagramBatch : IDisposable
{
    /// <summary>Datagrams of one socket before the others and the timers have their turn.</summary>
    internal const int Capacity = 64;

    /// <summary>Browsers send at most 1200 bytes; more than this is cut and fails its check.</summary>
    internal const int LongestDatagram = 2048;

    const int AddressBytes = 28;   // sockaddr_in6, the longer one
    const int DontWait = 0x40;     // MSG_DONTWAIT
    const int Again = 11, Interrupted = 4;   // EAGAIN, EINTR

    static readonly bool IsTogether = OperatingSystem.IsLinux() && Environment.Is64BitProcess;

    readonly SocketAddress _v4 = TransportAddress.CreateSocketAddress(AddressFamily.InterNetwork);
    readonly SocketAddress _v6 = TransportAddress.CreateSocketAddress(AddressFamily.InterNetworkV6);
    readonly TransportAddress[] _from = new TransportAddress[Capacity];
    readonly byte* _memory;
    readonly byte* _addresses;
    readonly Message* _messages;
    bool _disposed;

    internal DatagramBatch()
    {
        const int perMessage = LongestDatagram + AddressBytes + 4;   // 4: addresses stay aligned
        var vectors = (Vector*)NativeMemory.AllocZeroed((nuint)(Capacity * (perMessage + sizeof(Vector) + sizeof(Message))));
        _messages = (Message*)(vectors + Capacity);
        _memory = (byte*)(_messages + Capacity);
        _addresses = _memory + Capacity * LongestDatagram;
        for (var i = 0; i < Capacity; i++)
        {
            vectors[i] = new Vector { Start = _memory + i * LongestDatagram, Length = LongestDatagram };
            _messages[i].Vectors = vectors + i;
            _messages[i].VectorCount = 1;
            _messages[i].Name = _addresses + i * (AddressBytes + 4);
        }
    }

    /// <summary>Reads what waits, at most <see cref="Capacity"/> datagrams, and never blocks.</summary>
    /// <returns>How many; 0 when none waits.</returns>
    /// <exception cref="SocketException">The system call failed, for instance because of an ICMP message.</exception>
    internal int Receive(Socket socket)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return IsTogether ? ReceiveTogether(socket) : ReceiveOne(socket);
    }

    /// <summary>One of those that were read last. Valid until the next call.</summary>
    internal Span<byte> Datagram(int index) => new(_memory + index * LongestDatagram, (int)_messages[index].Received);

    /// <summary>Where it came from.</summary>
    internal TransportAddress From(int index) => _from[index];

    /// <inheritdoc/>
    public void Dispose()
    {
        if (_disposed) return;
        _disposed = true;
        NativeMemory.Free(_messages[0].Vectors);   // where all of it begins
    }

    int ReceiveTogether(Socket socket)
    {
        for (var i = 0; i < Capacity; i++) _messages[i].NameLength = AddressBytes;
        var count = ReceiveMessages((int)socket.SafeHandle.DangerousGetHandle(), _messages, Capacity, DontWait, null);
        if (count < 0)
        {
            var error = Marshal.GetLastPInvokeError();
            return error is Again or Interrupted ? 0 : throw new SocketException(error);
        }

        for (var i = 0; i < count; i++)
        {
            var address = socket.AddressFamily == AddressFamily.InterNetwork ? _v4 : _v6;
            new ReadOnlySpan<byte>(_messages[i].Name, address.Size).CopyTo(address.Buffer.Span);
            TransportAddress.TryFrom(address, out _from[i]);
        }

        return count;
    }

    int ReceiveOne(Socket socket)
    {
        if (socket.Available == 0) return 0;
        var address = socket.AddressFamily == AddressFamily.InterNetwork ? _v4 : _v6;
        _messages[0].Received = (uint)socket.ReceiveFrom(new Span<byte>(_memory, LongestDatagram), SocketFlags.None, address);
        TransportAddress.TryFrom(address, out _from[0]);
        return 1;
    }

    // The managed way would be a call for each datagram, one more to learn whether there is another, and an exception when there is not.
    [LibraryImport("libc", EntryPoint = "recvmmsg", SetLastError = true)]
    private static partial int ReceiveMessages(int socket, Message* messages, uint count, int flags, void* timeout);

    /// <summary>struct iovec.</summary>
    struct Vector
    {
        public byte* Start;
        public nuint Length;
    }

    /// <summary>struct mmsghdr of a 64-bit system: a msghdr(3type) and behind it msg_len.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 64)]
    struct Message
    {
        [FieldOffset(0)] public byte* Name;
        [FieldOffset(8)] public uint NameLength;
        [FieldOffset(16)] public Vector* Vectors;
        [FieldOffset(24)] public nuint VectorCount;
        [FieldOffset(56)] public uint Received;
    }
}
