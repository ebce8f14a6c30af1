using System.Buffers.Binary;

namespace FaceAuth.Fuzz;

/// <summary>Spoils good inputs in the ways a network or an attacker does.</summary>
/// <remarks>The same seed gives the same inputs. Allocates nothing an input.</remarks>
internal sealed class Mutator(IReadOnlyList<byte[]> seeds, int seed)
{
    const int Room = 4096;

    static readonly uint[] Edges = [0, 1, 0x7F, 0x80, 0xFF, 0x7FFF, 0x8000, 0xFFFF, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];

    readonly Random _random = new(seed);
    readonly byte[] _bytes = new byte[Room];
    int _length;

    /// <summary>The next input; valid until the next call.</summary>
    public Span<byte> Next()
    {
        var original = seeds[_random.Next(seeds.Count)];
        _length = Math.Min(original.Length, Room);
        original.AsSpan(0, _length).CopyTo(_bytes);
        for (var rounds = 1 + _random.Next(6); rounds > 0; rounds--) Spoil();
        return _bytes.AsSpan(0, _length);
    }

    void Spoil()
    {
        if (_length == 0)
        {
            _bytes[_length++] = (byte)_random.Next(256);
            return;
        }

        var at = _random.Next(_length);
        var count = _random.Next(1, Math.Min(48, _length - at) + 1);
        switch (_random.Next(10))
        {
            case 0: _bytes[at] ^= (byte)(1 << _random.Next(8)); break;
            case 1: _bytes[at] = (byte)_random.Next(256); break;
            case 2: _bytes[at] = (byte)Edges[_random.Next(5)]; break;
            case 3 when at + 2 <= _length: BinaryPrimitives.WriteUInt16BigEndian(_bytes.AsSpan(at), (ushort)Edges[_random.Next(8)]); break;
            case 4 when at + 4 <= _length:
                BinaryPrimitives.WriteUInt32BigEndian(_bytes.AsSpan(at), Edges[_random.Next(Edges.Length)]);
                break;
            case 5: _length = at; break;
            case 6: Remove(at, count); break;
            case 7: Insert(at, _bytes.AsSpan(at, count)); break;
            case 8: Splice(at); break;
            default: _random.NextBytes(_bytes.AsSpan(at, count)); break;
        }
    }

    void Remove(int at, int count)
    {
        _bytes.AsSpan(at + count, _length - at - count).CopyTo(_bytes.AsSpan(at));
        _length -= count;
    }

    void Insert(int at, ReadOnlySpan<byte> some)
    {
        Span<byte> kept = stackalloc byte[48];
        some.CopyTo(kept);
        var count = Math.Min(some.Length, Room - _length);
        _bytes.AsSpan(at, _length - at).CopyTo(_bytes.AsSpan(at + count));
        kept[..count].CopyTo(_bytes.AsSpan(at));
        _length += count;
    }

    // the rest of another good input
    void Splice(int at)
    {
        var other = seeds[_random.Next(seeds.Count)];
        var from = _random.Next(other.Length + 1);
        var count = Math.Min(other.Length - from, Room - at);
        other.AsSpan(from, count).CopyTo(_bytes.AsSpan(at));
        _length = Math.Max(1, at + count);
    }
}
