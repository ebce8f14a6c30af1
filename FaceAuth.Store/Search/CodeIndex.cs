using System.Buffers;
using System.Numerics;
using System.Runtime.Intrinsics;
using FaceAuth.Store.Protection;

namespace FaceAuth.Store.Search;

/// <summary>One owner's templates of one model as int8 codes in memory.</summary>
/// <remarks>
/// Searches run side by side; changes wait for them and are short. While it is being loaded it already takes changes, and they win over
/// what the load brings.
/// </remarks>
internal sealed class CodeIndex(int dimension, int capacity, TransformId space = default) : IDisposable
{
    /// <summary>Candidates that one search hands on for rescoring, at most.</summary>
    public const int CandidatesMax = 4096;

    const int SmallestCapacity = 8;

    // templates that a renewal brought, of which the commit that made them may still have to be told here
    const int RenewedMost = 4096;

    readonly ReaderWriterLockSlim _lock = new();
    readonly List<CodeSegment> _segments = [];
    readonly sbyte[] _code = new sbyte[CodePlanes.Padded(dimension)];   // of the row that is being added

    // while loading: what has changed since the load began
    HashSet<Guid>? _changed = [];
    HashSet<Guid>? _erased = [];

    // while subjects are read anew: those that changed here meanwhile
    HashSet<Guid>? _touched;
    readonly RecentIds _renewed = new(RenewedMost);

    int _announced = Math.Max(capacity, SmallestCapacity);
    float _residual;
    long _rows;

    public int Dimension => dimension;

    /// <summary>The transform under which all its vectors are, whatever the database has them under meanwhile.</summary>
    public TransformId Space => space;

    public int Count { get; private set; }

    /// <summary>Memory it holds, bytes.</summary>
    public long Bytes => BytesFor(Math.Max(Interlocked.Read(ref _rows), _announced), dimension);

    /// <summary>How many rows it was made for.</summary>
    public int Expected => capacity;

    /// <summary>Memory that so many rows take, bytes.</summary>
    public static long BytesFor(long rows, int dimension) => Math.Max(rows, SmallestCapacity) * CodeSegment.RowBytes(dimension) + 1024;

    /// <summary>Adds a row as the database had it when the load began.</summary>
    public void Load(Guid templateId, Guid subjectId, ReadOnlySpan<float> vector)
    {
        // coded before the lock, so that several readers keep each other waiting for the copy alone
        Span<sbyte> code = stackalloc sbyte[CodePlanes.Padded(dimension)];
        code[dimension..].Clear();
        var (scale, residual) = Int8Code.Encode(vector, code[..dimension]);
        _lock.EnterWriteLock();
        try
        {
            if (_changed?.Contains(templateId) != true && _erased?.Contains(subjectId) != true)
                Append(templateId, subjectId, code, scale, residual);
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
            _touched?.Add(subjectId);
            // the load may have read it already, and so may a renewal
            if (_changed?.Add(templateId) == true) RemoveTemplate(templateId);
            else if (_renewed.Contains(templateId)) return;
            Append(templateId, subjectId, vector);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    public void Remove(Guid templateId, Guid? subjectId = null)
    {
        _lock.EnterWriteLock();
        try
        {
            if (subjectId is { } touched) _touched?.Add(touched);
            _changed?.Add(templateId);
            RemoveTemplate(templateId);
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
            _touched?.Add(subjectId);
            _erased?.Add(subjectId);
            RemoveSubjects([subjectId]);
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>Between <see cref="BeginRenewal"/> and <see cref="Renew"/>.</summary>
    public bool IsBeingRenewed => _touched is not null;

    /// <summary>Some subjects are about to be read anew; what changes here until <see cref="Renew"/> is newer than what is read.</summary>
    public void BeginRenewal()
    {
        _lock.EnterWriteLock();
        _touched = [];
        _lock.ExitWriteLock();
    }

    /// <summary>Has, of each of the subjects, the templates that the database has and no others.</summary>
    /// <returns>Those that changed here since <see cref="BeginRenewal"/>, of which nothing was done: they are to be read again.</returns>
    public IReadOnlyCollection<Guid> Renew(IReadOnlySet<Guid> subjects, IReadOnlyList<StoredTemplate> templates)
    {
        _lock.EnterWriteLock();
        try
        {
            var again = subjects.Where(_touched!.Contains).ToHashSet();
            _touched = null;
            var renewed = subjects.Where(subject => !again.Contains(subject)).ToHashSet();
            _erased?.UnionWith(renewed);
            RemoveSubjects(renewed);
            foreach (var template in templates)
            {
                if (!renewed.Contains(template.SubjectId) || template.Vector.Length != dimension) continue;
                Append(template.Id, template.SubjectId, template.Vector);
                _renewed.Add(template.Id);
            }

            return again;
        }
        finally
        {
            _lock.ExitWriteLock();
        }
    }

    /// <summary>
    /// The templates among which the <paramref name="count"/> nearest subjects are: all whose similarity by code is within the codes'
    /// error of the last of them.
    /// </summary>
    /// <remarks>
    /// A row's high plane is looked at first, its whole code only where that could still be among them: see <see cref="CodeProbe"/> for
    /// how sure that is. Should the candidates be more than <see cref="CandidatesMax"/>, they are the most similar by code.
    /// </remarks>
    public IReadOnlyList<Guid> Candidates(ReadOnlySpan<float> probe, int count)
    {
        Span<sbyte> code = stackalloc sbyte[CodePlanes.Padded(probe.Length)];
        var sums = ArrayPool<int>.Shared.Rent(CodeSegment.RowsMax);
        var most = ArrayPool<float>.Shared.Rent(CodeSegment.RowsMax);
        _lock.EnterReadLock();
        try
        {
            var wanted = new CodeProbe(probe, code, _residual);
            // the last of the top may be this much worse in truth, and another this much better
            var found = new CandidateList(count, 2 * wanted.CodeError);
            foreach (var segment in _segments)
            {
                var rows = most.AsSpan(0, segment.Count);
                wanted.Most(segment.High, segment.Scales, sums.AsSpan(0, segment.Count), rows);
                for (var i = 0; (i = NextFrom(rows, i, found.Floor)) < rows.Length; i++)
                    found.Offer(segment.Templates[i], segment.Subjects[i], segment.Similarity(wanted, i));
            }

            return found.ToList(CandidatesMax);
        }
        finally
        {
            _lock.ExitReadLock();
            ArrayPool<int>.Shared.Return(sums);
            ArrayPool<float>.Shared.Return(most);
        }
    }

    /// <summary>The templates that it holds now.</summary>
    public HashSet<Guid> Templates()
    {
        _lock.EnterReadLock();
        try
        {
            var found = new HashSet<Guid>(Count);
            foreach (var segment in _segments)
                foreach (var id in segment.Templates) found.Add(id);
            return found;
        }
        finally
        {
            _lock.ExitReadLock();
        }
    }

    public void Dispose() => _lock.Dispose();

    /// <summary>The first row from <paramref name="at"/> on that reaches the floor; where none does, their number.</summary>
    static int NextFrom(ReadOnlySpan<float> rows, int at, float floor)
    {
        var floors = Vector256.Create(floor);
        for (; at <= rows.Length - Vector256<float>.Count; at += Vector256<float>.Count)
        {
            var reached = Vector256.GreaterThanOrEqual(Vector256.Create(rows[at..]), floors).ExtractMostSignificantBits();
            if (reached != 0) return at + BitOperations.TrailingZeroCount(reached);
        }

        while (at < rows.Length && !(rows[at] >= floor)) at++;
        return at;
    }

    void Append(Guid templateId, Guid subjectId, ReadOnlySpan<float> vector)
    {
        var (scale, residual) = Int8Code.Encode(vector, _code.AsSpan(0, dimension));
        Append(templateId, subjectId, _code, scale, residual);
    }

    void Append(Guid templateId, Guid subjectId, ReadOnlySpan<sbyte> code, float scale, float residual)
    {
        if (_segments.Count == 0 || _segments[^1] is { } last && last.Count == last.Capacity) MakeRoom();
        _segments[^1].Append(templateId, subjectId, code, scale);
        _residual = Math.Max(_residual, residual);
        Count++;
    }

    /// <summary>What was announced at first gets its room at once; after that a segment doubles until it is full.</summary>
    void MakeRoom()
    {
        if (_segments.Count > 0 && _segments[^1] is { Capacity: < CodeSegment.RowsMax } small)
        {
            _rows -= small.Capacity;
            small.Grow(Math.Min(CodeSegment.RowsMax, small.Capacity * 2));
            _rows += small.Capacity;
            return;
        }

        var left = _announced - _rows;
        var segment = new CodeSegment(dimension, (int)Math.Clamp(left, SmallestCapacity, CodeSegment.RowsMax));
        _segments.Add(segment);
        _rows += segment.Capacity;
    }

    void RemoveTemplate(Guid id)
    {
        // newest first: what is removed is mostly what came last
        for (var segment = _segments.Count - 1; segment >= 0; segment--)
            if (RemoveWhere(segment, static one => one.Templates, id)) return;
    }

    void RemoveSubjects(HashSet<Guid> subjects)
    {
        // from the last row on, so that what takes a removed row's place was looked at before
        for (var segment = _segments.Count - 1; segment >= 0; segment--)
        {
            // one id is compared many at a time; of several each row is looked up
            if (subjects.Count == 1) RemoveWhere(segment, static one => one.Subjects, subjects.First());
            else
                for (var row = _segments[segment].Count - 1; row >= 0; row--)
                    if (subjects.Contains(_segments[segment].Subjects[row])) RemoveRow(segment, row);
        }
    }

    bool RemoveWhere(int at, Column column, Guid id)
    {
        var segment = _segments[at];
        var removed = false;
        for (var row = segment.Count; (row = CodeSegment.LastIndexOf(column(segment), id, Math.Min(row, segment.Count))) >= 0;)
        {
            RemoveRow(at, row);
            removed = true;
            if (_segments.Count <= at) break;
        }

        return removed;
    }

    /// <summary>The last row of all takes its place.</summary>
    void RemoveRow(int segment, int row)
    {
        _segments[segment].Replace(row, _segments[^1]);
        Count--;
        if (_segments[^1].Count > 0) return;
        _rows -= _segments[^1].Capacity;
        _segments.RemoveAt(_segments.Count - 1);
    }

    delegate ReadOnlySpan<Guid> Column(CodeSegment segment);
}
