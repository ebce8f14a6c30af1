using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Bench.Media;

/// <summary>Two associations in one process, no network: both sides' work for one message, acknowledgements included.</summary>
[MemoryDiagnoser]
public class SctpAssociationBenchmarks : IDisposable
{
    readonly byte[] _datagram = new byte[1400];
    readonly SctpAssociation _first = new(new(), new Random(1));
    readonly SctpAssociation _second = new(new(), new Random(2));
    byte[] _message = [];
    TimeSpan _now = TimeSpan.FromSeconds(1);

    /// <summary>A piece of guidance, and the largest message.</summary>
    [Params(100, 64 * 1024)]
    public int Bytes { get; set; }

    [GlobalSetup]
    public void Connect()
    {
        _message = new byte[Bytes];
        _first.Connect(_now);
        while (Exchange()) { }
        if (_second.State != SctpState.Established) throw new InvalidOperationException("Not connected.");
    }

    [Benchmark]
    public int Message()
    {
        if (!_first.TrySend(0, 51, _message, default, _now)) throw new InvalidOperationException("Not sent.");
        var received = 0;
        do
        {
            _now += TimeSpan.FromMilliseconds(1);
            while (_second.TryTake(out var taken)) received += taken.Payload.Length;
        }
        while (Exchange() || received < Bytes);
        return received;
    }

    [GlobalCleanup]
    public void Dispose()
    {
        _first.Dispose();
        _second.Dispose();
        GC.SuppressFinalize(this);
    }

    bool Exchange() => Carry(_first, _second) | Carry(_second, _first);

    bool Carry(SctpAssociation from, SctpAssociation to)
    {
        var carried = false;
        while (from.Poll(_now, _datagram) is var length and > 0)
        {
            to.HandlePacket(_datagram.AsSpan(0, length), _now);
            carried = true;
        }

        return carried;
    }
}
