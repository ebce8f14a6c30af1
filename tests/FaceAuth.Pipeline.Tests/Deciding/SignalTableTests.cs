using FaceAuth.Pipeline.Contracts;
using FaceAuth.Pipeline.Deciding;

namespace FaceAuth.Pipeline.Tests.Deciding;

public sealed class SignalTableTests
{
    [Fact]
    public void What_nobody_looked_for_is_unknown()
    {
        Assert.Equal(Enum.GetValues<SignalKind>(), new SignalTable().All.Select(signal => signal.Kind));
        Assert.All(new SignalTable().All, signal => Assert.Equal(SignalState.Unknown, signal.State));
    }

    [Fact]
    public void A_signal_once_raised_stays_raised()
    {
        var table = new SignalTable();
        foreach (var state in new[] { SignalState.Clear, SignalState.Raised, SignalState.Clear, SignalState.Unknown })
            table.Handle(new(SignalKind.Pacing, state));
        Assert.Equal(SignalState.Raised, table[SignalKind.Pacing]);
    }
}
