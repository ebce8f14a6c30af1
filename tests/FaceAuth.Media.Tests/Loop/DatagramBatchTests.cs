using System.Net;
using System.Net.Sockets;
using FaceAuth.Media.Loop;
using FaceAuth.Media.Stun;
using FaceAuth.Testing;

namespace FaceAuth.Media.Tests.Loop;

public sealed class DatagramBatchTests : IDisposable
{
    readonly DatagramBatch _batch = new();

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("::1")]
    public void Reads_what_waits_in_order_with_the_address_it_came_from(string address)
    {
        using var receiver = Bind(address);
        using var first = Bind(address);
        using var second = Bind(address);
        first.SendTo([1, 2, 3], receiver.LocalEndPoint!);
        second.SendTo(new byte[1200], receiver.LocalEndPoint!);
        first.SendTo([4], receiver.LocalEndPoint!);

        var read = ReadAll(receiver);

        Assert.Equal([3, 1200, 1], read.Select(one => one.Bytes.Length));
        Assert.Equal([1, 2, 3], read[0].Bytes);
        Assert.Equal([4], read[2].Bytes);
        Assert.Equal([AddressOf(first), AddressOf(second), AddressOf(first)], read.Select(one => one.From));
    }

    [Fact]
    public void Says_at_once_that_nothing_waits()
    {
        using var receiver = Bind("127.0.0.1");

        Assert.Equal(0, _batch.Receive(receiver));
    }

    [Fact]
    public void Reads_no_more_at_once_than_it_has_room_for_and_the_rest_the_next_time()
    {
        using var receiver = Bind("127.0.0.1");
        using var sender = Bind("127.0.0.1");
        for (var i = 0; i < DatagramBatch.Capacity + 3; i++) sender.SendTo([(byte)i], receiver.LocalEndPoint!);

        var read = ReadAll(receiver);

        Assert.Equal(Enumerable.Range(0, DatagramBatch.Capacity + 3).Select(i => (byte)i), read.Select(one => one.Bytes[0]));
    }

    [Fact]
    public void An_empty_datagram_is_one_too()
    {
        using var receiver = Bind("127.0.0.1");
        using var sender = Bind("127.0.0.1");
        sender.SendTo([], receiver.LocalEndPoint!);
        sender.SendTo([9], receiver.LocalEndPoint!);

        var read = ReadAll(receiver);

        Assert.Equal([0, 1], read.Select(one => one.Bytes.Length));
    }

    [Fact]
    public void What_is_longer_than_its_room_is_cut()
    {
        if (!OperatingSystem.IsLinux()) throw SharedFiles.CannotRun("Elsewhere the system reports an error instead.");
        using var receiver = Bind("127.0.0.1");
        using var sender = Bind("127.0.0.1");
        sender.SendTo(new byte[DatagramBatch.LongestDatagram + 1], receiver.LocalEndPoint!);
        sender.SendTo([9], receiver.LocalEndPoint!);

        var read = ReadAll(receiver);

        Assert.Equal([DatagramBatch.LongestDatagram, 1], read.Select(one => one.Bytes.Length));
    }

    [Fact]
    public void Allocates_nothing()
    {
        using var receiver = Bind("127.0.0.1");
        using var sender = Bind("127.0.0.1");
        var address = ((IPEndPoint)receiver.LocalEndPoint!).Serialize();
        byte[] datagram = [1, 2, 3];
        Round();
        var before = GC.GetAllocatedBytesForCurrentThread();

        for (var i = 0; i < 100; i++) Round();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Round()
        {
            sender.SendTo(datagram, SocketFlags.None, address);
            sender.SendTo(datagram, SocketFlags.None, address);
            for (var left = 2; left > 0;) left -= _batch.Receive(receiver);
        }
    }

    public void Dispose() => _batch.Dispose();

    static Socket Bind(string address)
    {
        var at = IPAddress.Parse(address);
        if (at.AddressFamily == AddressFamily.InterNetworkV6 && !Socket.OSSupportsIPv6)
            throw SharedFiles.CannotRun("This machine has no IPv6.");
        var socket = new Socket(at.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { Blocking = false };
        socket.Bind(new IPEndPoint(at, 0));
        return socket;
    }

    static TransportAddress AddressOf(Socket socket) => TransportAddress.From((IPEndPoint)socket.LocalEndPoint!);

    List<(byte[] Bytes, TransportAddress From)> ReadAll(Socket socket)
    {
        List<(byte[], TransportAddress)> read = [];
        while (_batch.Receive(socket) is var count and > 0)
            for (var i = 0; i < count; i++) read.Add((_batch.Datagram(i).ToArray(), _batch.From(i)));
        return read;
    }
}
