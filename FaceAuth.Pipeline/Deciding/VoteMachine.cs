using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>
/// Votes of single pictures on whether the face is the subject's: enough yes among the last ones, over some time, make a match.
/// </summary>
/// <remarks>Nearly only no for longer make a mismatch. Sans-IO.</remarks>
/// <param name="options">How many and for how long.</param>
/// <param name="acceptAt">Cosine similarity at or above which a picture votes yes.</param>
internal sealed class VoteMachine(VoteOptions options, float acceptAt)
{
    const int Capacity = 128;   // 2 s of votes at 60 pictures a second

    readonly (TimeSpan At, float Similarity)[] _votes = new (TimeSpan, float)[Capacity];
    int _next;
    int _count;

    /// <summary>Whether the face counts as the subject's.</summary>
    public bool IsMatch { get; private set; }

    /// <summary>Whether the face counts as somebody else's.</summary>
    public bool IsMismatch { get; private set; }

    /// <summary>Whether most of the last votes were no, at least as many as a match needs.</summary>
    public bool LeansNo { get; private set; }

    /// <summary>Median similarity of the last votes; null before the first.</summary>
    public float? Similarity { get; private set; }

    /// <summary>Share of the yes votes needed, 0–1.</summary>
    public double Progress { get; private set; }

    /// <summary>A picture votes.</summary>
    /// <param name="received">When it came.</param>
    /// <param name="similarity">Its highest similarity to the subject's templates.</param>
    /// <param name="mayAccept">False when the picture looks like an attack: then it may vote no, but not yes.</param>
    public void Add(TimeSpan received, float similarity, bool mayAccept)
    {
        if (!mayAccept && similarity >= acceptAt) return;
        _votes[_next] = (received, similarity);
        _next = (_next + 1) % Capacity;
        if (_count < Capacity) _count++;
        CountLast();
        CountNo(received);
    }

    /// <summary>Forgets everything.</summary>
    public void Reset()
    {
        (_next, _count) = (0, 0);
        (IsMatch, IsMismatch, LeansNo, Similarity, Progress) = (false, false, false, null, 0);
    }

    void CountLast()
    {
        var last = Math.Min(_count, options.OfLast);
        Span<float> sorted = stackalloc float[last];
        TimeSpan? firstYes = null, lastYes = null;
        var yes = 0;
        for (var age = 0; age < _count; age++)
        {
            ref readonly var vote = ref _votes[(_next - 1 - age + Capacity) % Capacity];
            if (age < last) sorted[age] = vote.Similarity;
            if (!IsYes(vote.Similarity))
            {
                if (age >= last) break;   // further back only an unbroken run of yes stretches the time
                continue;
            }

            lastYes ??= vote.At;
            firstYes = vote.At;
            if (age < last) yes++;
        }

        sorted.Sort();
        Similarity = sorted[last / 2];
        Progress = Math.Min(1, (double)yes / options.Needed);
        IsMatch = yes >= options.Needed && lastYes - firstYes >= options.Over && Similarity >= acceptAt;
        LeansNo = last >= options.Needed && last - yes > last / 2;
    }

    // what is not a number compares with nothing and is no yes
    bool IsYes(float similarity) => similarity >= acceptAt;

    void CountNo(TimeSpan now)
    {
        var (all, no) = (0, 0);
        var oldest = now;
        for (var age = 0; age < _count && now - oldest < options.RejectOver; age++)
        {
            ref readonly var vote = ref _votes[(_next - 1 - age + Capacity) % Capacity];
            all++;
            if (!IsYes(vote.Similarity)) no++;
            oldest = vote.At;
        }

        IsMismatch = now - oldest >= options.RejectOver && all >= options.RejectNeeded && no >= options.RejectShare * all;
    }
}
