using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace FaceAuth.Store.Search;

/// <summary>Up to <see cref="RowsMax"/> rows of an index, column by column.</summary>
/// <remarks>An index grows by segments, so that it never holds twice what it needs and no array becomes too large.</remarks>
internal sealed class CodeSegment(int dimension, int capacity)
{
    /// <summary>Rows of a full segment: their sums and similarities stay in the first-level cache while they are looked at.</summary>
    public const int RowsMax = 4096;

    readonly int _plane = CodePlanes.PlaneBytes(dimension);
    byte[] _high = new byte[capacity * CodePlanes.PlaneBytes(dimension)];
    byte[] _low = new byte[capacity * CodePlanes.PlaneBytes(dimension)];
    float[] _scales = new float[capacity];
    Guid[] _templates = new Guid[capacity];
    Guid[] _subjects = new Guid[capacity];

    public int Count { get; private set; }

    public int Capacity => _scales.Length;

    public ReadOnlySpan<byte> High => _high.AsSpan(0, Count * _plane);

    public ReadOnlySpan<float> Scales => _scales.AsSpan(0, Count);

    public ReadOnlySpan<Guid> Templates => _templates.AsSpan(0, Count);

    public ReadOnlySpan<Guid> Subjects => _subjects.AsSpan(0, Count);

    /// <summary>Bytes of one row.</summary>
    public static long RowBytes(int dimension) => 2L * CodePlanes.PlaneBytes(dimension) + sizeof(float) + 2L * 16;

    public float Similarity(in CodeProbe probe, int row) =>
        probe.Whole(_high.AsSpan(row * _plane, _plane), _low.AsSpan(row * _plane, _plane), _scales[row]);

    public void Grow(int capacity)
    {
        Array.Resize(ref _high, capacity * _plane);
        Array.Resize(ref _low, capacity * _plane);
        Array.Resize(ref _scales, capacity);
        Array.Resize(ref _templates, capacity);
        Array.Resize(ref _subjects, capacity);
    }

    /// <summary>Adds a row; there must be room.</summary>
    /// <param name="template">Its id.</param>
    /// <param name="subject">Whose it is.</param>
    /// <param name="code">Its code, of whole blocks.</param>
    /// <param name="scale">The code's scale.</param>
    public void Append(Guid template, Guid subject, ReadOnlySpan<sbyte> code, float scale)
    {
        CodePlanes.Split(code, _high.AsSpan(Count * _plane, _plane), _low.AsSpan(Count * _plane, _plane));
        (_scales[Count], _templates[Count], _subjects[Count]) = (scale, template, subject);
        Count++;
    }

    /// <summary>Puts the last row of <paramref name="from"/> in the place of a row here, and overwrites it there.</summary>
    public void Replace(int row, CodeSegment from)
    {
        var last = --from.Count;
        var high = from._high.AsSpan(last * _plane, _plane);
        var low = from._low.AsSpan(last * _plane, _plane);
        high.CopyTo(_high.AsSpan(row * _plane, _plane));
        low.CopyTo(_low.AsSpan(row * _plane, _plane));
        (_scales[row], _templates[row], _subjects[row]) = (from._scales[last], from._templates[last], from._subjects[last]);
        high.Clear();
        low.Clear();
    }

    /// <summary>Row of the last of some equal ids, before <paramref name="end"/>; −1 where there is none.</summary>
    public static int LastIndexOf(ReadOnlySpan<Guid> column, Guid id, int end)
    {
        var ids = MemoryMarshal.Cast<Guid, Vector128<byte>>(column);
        var wanted = MemoryMarshal.Cast<Guid, Vector128<byte>>(new ReadOnlySpan<Guid>(in id))[0];
        for (var i = end - 1; i >= 0; i--)
            if (ids[i] == wanted) return i;
        return -1;
    }
}
