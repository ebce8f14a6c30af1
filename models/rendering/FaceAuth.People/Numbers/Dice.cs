namespace FaceAuth.People.Numbers;

/// <summary>Numbers that a seed and a purpose fix for good (SplitMix64, Steele, Lea and Flood 2014). One thread.</summary>
internal sealed class Dice
{
    ulong _state;

    /// <param name="seed">Which series.</param>
    /// <param name="purpose">What for: other purposes draw from other series, so that one more draw here changes nothing there.</param>
    public Dice(ulong seed, string purpose)
    {
        _state = Mix(seed + 0x9E3779B97F4A7C15);
        foreach (var letter in purpose) _state = Mix(_state ^ letter);
    }

    /// <summary>Any 64 bits.</summary>
    public ulong Next() => Mix(_state += 0x9E3779B97F4A7C15);

    /// <summary>0 to below 1.</summary>
    public float Unit() => (Next() >> 40) * (1f / (1 << 24));

    /// <summary>Evenly between two numbers.</summary>
    public float Between(float least, float most) => least + (most - least) * Unit();

    /// <summary>0 to below <paramref name="count"/>.</summary>
    public int Below(int count) => (int)(Unit() * count);

    /// <summary>Whether something of this probability happens.</summary>
    public bool Happens(float probability) => Unit() < probability;

    /// <summary>About normal with mean 0 and deviation 1, never beyond 6: the sum of twelve.</summary>
    public float Normal()
    {
        var sum = -6f;
        for (var i = 0; i < 12; i++) sum += Unit();
        return sum;
    }

    /// <summary>One of several.</summary>
    public T Of<T>(ReadOnlySpan<T> choices) => choices[Below(choices.Length)];

    /// <summary>Scatters 64 bits.</summary>
    public static ulong Mix(ulong z)
    {
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
        return z ^ (z >> 31);
    }
}
