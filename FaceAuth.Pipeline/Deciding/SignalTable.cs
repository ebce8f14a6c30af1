using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding.Options;

namespace FaceAuth.Pipeline.Deciding;

/// <summary>What each signal says of the session so far. Once raised it stays so: what was injected for a while was injected.</summary>
internal sealed class SignalTable
{
    static readonly SignalKind[] Kinds = Enum.GetValues<SignalKind>();

    readonly SignalState[] _states = new SignalState[Kinds.Length];

    /// <summary>All of them, in the order of their kinds.</summary>
    public IReadOnlyList<AuthSignal> All => [.. Kinds.Select(kind => new AuthSignal(kind, _states[(int)kind]))];

    /// <summary>What one says.</summary>
    public SignalState this[SignalKind kind] => _states[(int)kind];

    /// <summary>Whether one of those is raised.</summary>
    /// <param name="names">As settings name them.</param>
    public bool IsRaised(IReadOnlyList<string> names)
    {
        foreach (var name in names)
            if (SignalNames.TryParse(name, out var kind) && this[kind] == SignalState.Raised) return true;
        return false;
    }

    /// <summary>Takes what one says now. Unknown takes nothing back.</summary>
    public void Handle(AuthSignal signal)
    {
        ref var state = ref _states[(int)signal.Kind];
        if (signal.State > state) state = signal.State;
    }
}
