namespace FaceAuth.Media.Depacketize;

/// <summary>The parameter sets of one H.264 stream (ITU-T H.264 §7.4.1.2.1).</summary>
/// <remarks>Its pictures name them, and senders need not repeat them. Bounded: some sets of each kind, of so many bytes; beyond that nothing is kept. One thread at a time.</remarks>
internal sealed class H264ParameterSets
{
    /// <summary>Picture parameter sets kept, of the 256 that the format has ids for.</summary>
    internal const int MostPictures = 32;

    /// <summary>Longest set kept, bytes.</summary>
    internal const int MostBytes = 512;

    /// <summary>Sets taken in all; a stream that has had so many goes on with the last ones.</summary>
    internal const int MostChanges = 1024;

    /// <summary>Sets read of a session description.</summary>
    internal const int MostDescribed = 16;

    readonly Dictionary<uint, (byte[] Unit, H264Sps Size)> _sequences = [];
    readonly Dictionary<uint, (byte[] Unit, uint Sequence)> _pictures = [];

    /// <summary>Rises with each set that is new or another one.</summary>
    public int Version { get; private set; }

    /// <summary>Reads <c>sprop-parameter-sets</c>: units in base64, commas between (RFC 6184 §8.1); what is none is left out.</summary>
    public static IReadOnlyList<byte[]> Read(string described)
    {
        var sets = new List<byte[]>();
        foreach (var text in described.Split(',', MostDescribed + 1).Take(MostDescribed))
        {
            var bytes = new byte[text.Length];
            if (Convert.TryFromBase64String(text, bytes, out var length) && length > 0) sets.Add(bytes[..length]);
        }

        return sets;
    }

    /// <summary>Takes a sequence parameter set, header byte first; one that is broken or too long is left out.</summary>
    public void TakeSequence(ReadOnlySpan<byte> unit)
    {
        if (!IsTaken(unit) || !H264Sps.TryRead(unit[1..], out var size)) return;
        if (_sequences.TryGetValue(size.Id, out var known) && unit.SequenceEqual(known.Unit)) return;
        _sequences[size.Id] = (unit.ToArray(), size);   // no more than the format has ids for
        Version++;
    }

    /// <summary>Takes a picture parameter set, header byte first; one that is broken or too long is left out.</summary>
    public void TakePicture(ReadOnlySpan<byte> unit)
    {
        if (!IsTaken(unit)) return;
        var bits = new BitReader(unit[1..]);
        var (id, sequence) = (bits.UnsignedGolomb(), bits.UnsignedGolomb());
        if (bits.IsOverrun || id > 255 || sequence > 31) return;
        if (_pictures.TryGetValue(id, out var known) && unit.SequenceEqual(known.Unit)) return;
        if (known.Unit is null && _pictures.Count == MostPictures) return;
        _pictures[id] = (unit.ToArray(), sequence);
        Version++;
    }

    bool IsTaken(ReadOnlySpan<byte> unit) => unit.Length is > 1 and <= MostBytes && Version < MostChanges;

    /// <summary>The sets that a slice needs; null where they are not known.</summary>
    /// <param name="content">The slice without its unit's header byte; its first bytes are enough.</param>
    public H264SliceSets? Find(ReadOnlySpan<byte> content)
    {
        if (H264Slice.Read(content) is not { } slice || !_pictures.TryGetValue(slice.PictureSet, out var picture)) return null;
        return _sequences.TryGetValue(picture.Sequence, out var sequence) ? new(sequence.Unit, picture.Unit, sequence.Size) : null;
    }
}

/// <summary>Both parameter sets of a slice, each a whole unit, and the picture's size that they tell.</summary>
internal readonly record struct H264SliceSets(byte[] Sequence, byte[] Picture, H264Sps Size);
