namespace FaceAuth.Media.Depacketize;

/// <summary>Lends <see cref="CodedPicture"/>s to all streams.</summary>
/// <remarks>
/// Bounded in pictures and in bytes a picture; when the limit is reached <see cref="TryRent"/> says no and counts it. Safe from many
/// threads.
/// </remarks>
/// <param name="limit">Pictures out at once.</param>
/// <param name="maxBytes">Largest picture in bytes.</param>
/// <param name="kept">Free pictures kept for reuse.</param>
internal sealed class CodedPicturePool(int limit, int maxBytes, int kept = 64)
{
    readonly Lock _gate = new();
    readonly Stack<CodedPicture> _free = new(kept);
    int _out;
    long _refused;

    /// <summary>Largest picture in bytes.</summary>
    public int MaxBytes => maxBytes;

    /// <summary>Pictures that are out now.</summary>
    public int Out => Volatile.Read(ref _out);

    /// <summary>How often the limit was hit.</summary>
    public long Refused => Volatile.Read(ref _refused);

    /// <summary>Rents an empty picture.</summary>
    public bool TryRent(out CodedPicture picture)
    {
        lock (_gate)
        {
            if (_out >= limit)
            {
                _refused++;
                picture = null!;
                return false;
            }

            _out++;
            if (!_free.TryPop(out picture!)) picture = new CodedPicture(this);
            picture.IsOut = true;
        }

        picture.Reset();
        return true;
    }

    internal void Return(CodedPicture picture)
    {
        lock (_gate)
        {
            if (!picture.IsOut) return;
            picture.IsOut = false;
            _out--;
            if (_free.Count < kept) _free.Push(picture);
        }
    }
}
