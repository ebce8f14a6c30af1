namespace FaceAuth.Pipeline.Deciding.Life;

/// <summary>How long after its challenge each answer began.</summary>
/// <remarks>
/// People's reactions differ from one to the next by a tenth of a second and more; delays that are all alike come from a machine. Sans-IO.
/// </remarks>
/// <param name="alike">Delays that differ by less are alike.</param>
internal sealed class AnswerDelays(TimeSpan alike)
{
    // two may be alike by chance
    const int Fewest = 3;

    TimeSpan _least;
    TimeSpan _most;
    int _count;

    /// <summary>Whether there are several and all are alike.</summary>
    public bool IsInLockstep => _count >= Fewest && _most - _least < alike;

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan delay)
    {
        (_least, _most) = _count++ == 0 ? (delay, delay) : (delay < _least ? delay : _least, delay > _most ? delay : _most);
    }

    /// <summary>Forgets all.</summary>
    public void Reset() => _count = 0;
}
