using BenchmarkDotNet.Attributes;
using FaceAuth.Media.Sctp;

namespace FaceAuth.Bench.Media;

/// <summary>The checksum of one full SCTP packet: the processor's instruction beside a table of 256 entries.</summary>
[MemoryDiagnoser]
public class Crc32cBenchmarks
{
    static readonly uint[] Table = MakeTable();
    readonly byte[] _packet = new byte[1160];

    [GlobalSetup]
    public void Fill() => new Random(1).NextBytes(_packet);

    [Benchmark(Baseline = true)]
    public uint Plain()
    {
        var state = Crc32c.Seed;
        foreach (var one in _packet) state = (state >> 8) ^ Table[(byte)state ^ one];
        return ~state;
    }

    [Benchmark]
    public uint Vectorised() => Crc32c.Compute(_packet);

    static uint[] MakeTable()
    {
        var table = new uint[256];
        for (uint i = 0; i < table.Length; i++)
        {
            var state = i;
            for (var bit = 0; bit < 8; bit++) state = (state & 1) != 0 ? (state >> 1) ^ 0x82F6_3B78 : state >> 1;
            table[i] = state;
        }

        return table;
    }
}
