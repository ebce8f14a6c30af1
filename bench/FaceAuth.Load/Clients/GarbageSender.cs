using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace FaceAuth.Load.Clients;

/// <summary>Sends datagrams that mean nothing to a server's media port, at a steady rate from one socket of its own.</summary>
/// <remarks>Bytes, RTP, RTCP and DTLS of nobody, checks for nobody, and checks for a session with a wrong MAC. To loopback alone.</remarks>
internal sealed class GarbageSender
{
    const int Kinds = 512;
    static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(1);

    readonly IPEndPoint _target;
    readonly TimeProvider _clock;
    readonly byte[][] _datagrams;
    long _sent;

    /// <summary>Garbage for a server.</summary>
    /// <param name="offer">A session's offer.</param>
    /// <param name="answer">The server's answer to it, which names its address.</param>
    /// <param name="clock">The clock.</param>
    /// <exception cref="LoadException">The address is not of this machine.</exception>
    public GarbageSender(string offer, string answer, TimeProvider clock)
    {
        _clock = clock;
        _target = FindTarget(answer) ?? throw new LoadException("The answer names no UDP address.");
        if (!IPAddress.IsLoopback(_target.Address))
            throw new LoadException("Garbage is sent to this machine's own loopback address alone: leave --server out.");
        var random = new Random(7);
        var session = $"{Fragment(answer)}:{Fragment(offer)}";
        _datagrams = [.. Enumerable.Range(0, Kinds).Select(i => Make(i % 6, session, random))];
    }

    /// <summary>Datagrams sent.</summary>
    public long Sent => Interlocked.Read(ref _sent);

    /// <summary>Sends for a time, on a thread of its own.</summary>
    public Task RunAsync(int perSecond, TimeSpan length, CancellationToken cancellation) => Task.Factory.StartNew(
        () => Run(perSecond, length, cancellation), cancellation, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    void Run(int perSecond, TimeSpan length, CancellationToken cancellation)
    {
        using var socket = new Socket(_target.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        var address = _target.Serialize();
        var begun = _clock.GetElapsedTime(0);
        for (TimeSpan past; (past = _clock.GetElapsedTime(0) - begun) < length;)
        {
            for (var due = (long)(past.TotalSeconds * perSecond); _sent < due; Interlocked.Increment(ref _sent))
                socket.SendTo(_datagrams[_sent % Kinds], SocketFlags.None, address);
            if (cancellation.WaitHandle.WaitOne(Tick)) return;
        }
    }

    static byte[] Make(int kind, string session, Random random)
    {
        var datagram = new byte[random.Next(60, 1200)];
        random.NextBytes(datagram);
        switch (kind)
        {
            case 0: datagram[0] = 0x90; datagram[1] = 96; return datagram;       // RTP
            case 1: datagram[0] = 0x80; datagram[1] = 200; return datagram;      // RTCP
            case 2: datagram[0] = 22; datagram[1] = 0xFE; datagram[2] = 0xFD; return datagram;   // DTLS
            case 3: return Check("nobody0:x", random);
            case 4: return Check(session, random);
            default: return datagram;
        }
    }

    // 20 header | USERNAME 4 + n, padded to 4 | MESSAGE-INTEGRITY 4 + 20 | FINGERPRINT 4 + 4       RFC 8489 §5, §14.3, §14.5, §14.7
    static byte[] Check(string username, Random random)
    {
        const int header = 20, head = 4, mac = 20, crc = 4;
        var padded = (username.Length + 3) & ~3;
        var check = new byte[header + head + padded + head + mac + head + crc];
        random.NextBytes(check.AsSpan(8));
        check.AsSpan(header + head, padded).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(check, 0x0001);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(2), (ushort)(check.Length - header));
        BinaryPrimitives.WriteUInt32BigEndian(check.AsSpan(4), 0x2112A442);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(header), 0x0006);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(header + 2), (ushort)username.Length);
        Encoding.ASCII.GetBytes(username, check.AsSpan(header + head));
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(header + head + padded), 0x0008);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(header + head + padded + 2), mac);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(check.Length - crc - head), 0x8028);
        BinaryPrimitives.WriteUInt16BigEndian(check.AsSpan(check.Length - crc - 2), crc);
        BinaryPrimitives.WriteUInt32BigEndian(
            check.AsSpan(check.Length - crc), Crc32(check.AsSpan(0, check.Length - crc - head)) ^ 0x5354554E);
        return check;
    }

    // a=candidate:foundation component UDP priority address port typ host       RFC 8839 §5.1
    static IPEndPoint? FindTarget(string answer)
    {
        foreach (var line in answer.Split('\n').Where(line => line.StartsWith("a=candidate:", StringComparison.Ordinal)))
        {
            var parts = line.Trim().Split(' ');
            if (parts.Length > 5 && parts[2].Equals("udp", StringComparison.OrdinalIgnoreCase)
                && IPEndPoint.TryParse(
                    parts[4].Contains(':', StringComparison.Ordinal) ? $"[{parts[4]}]:{parts[5]}" : $"{parts[4]}:{parts[5]}",
                    out var found))
                return found;
        }

        return null;
    }

    static string Fragment(string sdp)
    {
        const string name = "a=ice-ufrag:";
        return sdp.Split('\n').FirstOrDefault(line => line.StartsWith(name, StringComparison.Ordinal))?[name.Length..].Trim() ?? "";
    }

    static uint Crc32(ReadOnlySpan<byte> bytes)
    {
        var crc = uint.MaxValue;
        foreach (var one in bytes)
        {
            crc ^= one;
            for (var bit = 0; bit < 8; bit++) crc = (crc >> 1) ^ (0xEDB88320 & (0 - (crc & 1)));
        }

        return ~crc;
    }
}
