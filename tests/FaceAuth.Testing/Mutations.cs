namespace FaceAuth.Testing;

/// <summary>Spoils good inputs in the ways a network or an attacker does; the same seed gives the same bytes.</summary>
public static class Mutations
{
    /// <summary>Yields <paramref name="count"/> spoiled copies of <paramref name="original"/>.</summary>
    public static IEnumerable<byte[]> Of(byte[] original, int seed, int count)
    {
        ArgumentNullException.ThrowIfNull(original);
        var random = new Random(seed);
        for (var i = 0; i < count; i++)
        {
            var bytes = new List<byte>(original);
            for (var rounds = random.Next(1, 6); rounds > 0; rounds--) Spoil(bytes, random);
            yield return [.. bytes];
        }
    }

    static void Spoil(List<byte> bytes, Random random)
    {
        if (bytes.Count == 0)
        {
            bytes.Add((byte)random.Next(256));
            return;
        }

        var at = random.Next(bytes.Count);
        var length = random.Next(1, Math.Min(32, bytes.Count - at) + 1);
        switch (random.Next(8))
        {
            case 0: bytes[at] ^= (byte)(1 << random.Next(8)); break;
            case 1: bytes[at] = (byte)random.Next(256); break;
            case 2: bytes[at] = random.Next(2) == 0 ? (byte)0 : (byte)255; break;
            case 3: bytes.RemoveRange(at, bytes.Count - at); break;
            case 4: bytes.RemoveRange(at, length); break;
            case 5: bytes.InsertRange(at, bytes.GetRange(at, length)); break;
            case 6: bytes.Insert(at, (byte)random.Next(256)); break;
            default:
                var from = random.Next(bytes.Count - length + 1);
                for (var i = 0; i < length; i++) (bytes[at + i], bytes[from + i]) = (bytes[from + i], bytes[at + i]);
                break;
        }
    }
}
