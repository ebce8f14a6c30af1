namespace FaceAuth.Load.Inject;

/// <summary>What the signals said of one method's sessions.</summary>
internal sealed class InjectTally(IInjectMethod method)
{
    readonly Dictionary<string, int> _counts = [];
    readonly SortedDictionary<string, int> _outcomes = new(StringComparer.Ordinal);

    public string Name => method.Name;

    public string Purpose => method.Purpose;

    public bool IsHonest => method.IsHonest;

    /// <summary>Sessions run.</summary>
    public int Sessions { get; private set; }

    /// <summary>Of those, sessions that came to a decision, which alone has signals.</summary>
    public int Decided { get; private set; }

    /// <summary>How many ended how.</summary>
    public IReadOnlyDictionary<string, int> Outcomes => _outcomes;

    /// <summary>Decided sessions of which a signal said this.</summary>
    public int Count(string signal, string state) => _counts.GetValueOrDefault(signal + ' ' + state);

    /// <summary>Takes a session in.</summary>
    /// <param name="outcome">How it ended.</param>
    /// <param name="signals">What the signals said, by name; none without a decision.</param>
    public void Add(string outcome, IReadOnlyDictionary<string, string> signals)
    {
        Sessions++;
        if (signals.Count > 0) Decided++;
        _outcomes[outcome] = _outcomes.GetValueOrDefault(outcome) + 1;
        foreach (var (signal, state) in signals) _counts[signal + ' ' + state] = Count(signal, state) + 1;
    }
}
