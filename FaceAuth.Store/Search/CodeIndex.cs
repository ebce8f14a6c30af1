using System.Buffers;

namespace FaceAuth.Store.Search;

/// <summary>One owner's templates of one model as int8 codes in memory.</summary>
/// <remarks>
/// Searches run side by side; changes wait for them and are short. While it is being loaded it already takes changes, and they win over
/// what the load brings.
/// </remarks>
internal sealed class CodeIndex(int dimension, int capacity) : IDisposable
{
    /// <summary>Candidates that one search hands on for rescoring, at most.</summary>
    public const int CandidatesMax = 4096;

    const int SmallestCapacity = 8;

    readonly ReaderWriterLockSlim _lock = new();

    // while loading: what has changed since the load began
    HashSet<Guid>? _changed = [];
    HashSet<Guid>? _erased = [];

    sbyte[] _codes = new sbyte[Math.Max(capacity, SmallestCapacity) * dimension];
    float[] _scales = new float[Math.Max(capacity, SmallestCapacity)];
    Guid[] _templates = new Guid[Math.Max(capacity, SmallestCapacity)];
    Guid[] _subjects = new Guid[Math.Max(capacity, SmallestCapacity)];
    float _residual;
    int _count;

    public int Dimension => dimension;

    public int Count => _count;

    /// <summary>Memory it holds, bytes.</summary>
    public long Bytes => BytesFor(_scales.Length, dimension);

    public static long BytesFor(int rows, int dimension) =>
        Math.Max(rows, SmallestCapacity) * (dimension + 2L * 16 + sizeof(float)) + 1024;

    /// <summary>Adds a row as the database had it when the load began.</summary>
    public void Load(Guid templateId, Guid subjectId, ReadOnlySpan<float> vector)
    {
        _lock.EnterWriteLock();
        try
        {
            if (_changed?.Contains(templateId) != true && _erased?.Contains(subjectId) != true) Append(templateId, subjectId, vector);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void EndLoad()
    {
        _lock.EnterWriteLock();
        (_changed, _erased) = (null, null);
        _lock.ExitWriteLock();
    }

    public void Add(Guid templateId, Guid subjectId, ReadOnlySpan<float> vector)
    {
        _lock.EnterWriteLock();
        try
        {
            // the load may have read it already
            if (_changed?.Add(templateId) == true) RemoveWhere(_templates, templateId);
            Append(templateId, subjectId, vector);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Remove(Guid templateId)
    {
        _lock.EnterWriteLock();
        try
        {
            _changed?.Add(templateId);
            RemoveWhere(_templates, templateId);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Erase(Guid subjectId)
    {
        _lock.EnterWriteLock();
        try
        {
            _erased?.Add(subjectId);
            RemoveWhere(_subjects, subjectId);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>
    /// The templates among which the <paramref name="count"/> nearest subjects certainly are: all whose similarity by code is within the
    /// codes' error of the last of them.
    /// </summary>
    /// <remarks>Should they be more than <see cref="CandidatesMax"/>, the most similar by code.</remarks>
    public IReadOnlyList<Guid> Candidates(ReadOnlySpan<float> probe, int count)
    {
        Span<sbyte> code = stackalloc sbyte[probe.Length];
        var (scale, probeResidual) = Int8Code.Encode(probe, code);

        _lock.EnterReadLock();
        var similarities = ArrayPool<float>.Shared.Rent(_count);
        try
        {
            var rows = similarities.AsSpan(0, _count);
            CosineScan.Scan(_codes.AsSpan(0, _count * dimension), _scales.AsSpan(0, _count), code, scale, rows);
            var top = new TopSubjects(count);
            for (var i = 0; i < rows.Length; i++)
                if (rows[i] > top.Floor) top.Offer(_subjects[i], rows[i]);

            // the last of the top may be this much worse in truth, and another this much better
            var error = _residual + probeResidual + _residual * probeResidual;
            var floor = top.Floor - 2 * error;
            var found = new List<(float Similarity, Guid Template)>();
            for (var i = 0; i < rows.Length; i++)
                if (rows[i] >= floor) found.Add((rows[i], _templates[i]));
            if (found.Count > CandidatesMax)
            {
                found.Sort((a, b) => b.Similarity.CompareTo(a.Similarity));
                found.RemoveRange(CandidatesMax, found.Count - CandidatesMax);
            }

            return found.ConvertAll(candidate => candidate.Template);
        }
        finally
        {
            _lock.ExitReadLock();
            ArrayPool<float>.Shared.Return(similarities);
        }
    }

    public void Dispose() => _lock.Dispose();

    void Append(Guid templateId, Guid subjectId, ReadOnlySpan<float> vector)
    {
        if (_count == _scales.Length)
        {
            var grown = checked(_count * 2);
            Array.Resize(ref _codes, checked(grown * dimension));
            Array.Resize(ref _scales, grown);
            Array.Resize(ref _templates, grown);
            Array.Resize(ref _subjects, grown);
        }

        var (scale, residual) = Int8Code.Encode(vector, _codes.AsSpan(_count * dimension, dimension));
        (_scales[_count], _templates[_count], _subjects[_count]) = (scale, templateId, subjectId);
        _residual = Math.Max(_residual, residual);
        _count++;
    }

    void RemoveWhere(Guid[] column, Guid id)
    {
        for (var i = _count - 1; i >= 0; i--)
        {
            if (column[i] != id) continue;
            var last = --_count;
            var lastCode = _codes.AsSpan(last * dimension, dimension);
            lastCode.CopyTo(_codes.AsSpan(i * dimension, dimension));
            (_scales[i], _templates[i], _subjects[i]) = (_scales[last], _templates[last], _subjects[last]);
            lastCode.Clear();
        }
    }
}
