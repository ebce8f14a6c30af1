using System.Diagnostics;
using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Tests;

/// <summary>How long an outage of the database has lasted, whoever asks.</summary>
public sealed class StoreOutageTests
{
    readonly StoreOutage _outage = new();

    [Fact]
    public void An_outage_lasts_from_its_first_fault_for_all_callers_together()
    {
        Assert.Equal(TimeSpan.Zero, _outage.HandleFault(At(100)));
        Assert.Equal(TimeSpan.FromSeconds(3), _outage.HandleFault(At(103)));
        Assert.Equal(TimeSpan.FromSeconds(8), _outage.HandleFault(At(108)));
    }

    [Fact]
    public void An_answer_ends_it()
    {
        _outage.HandleFault(At(100));
        _outage.HandleAnswer();

        Assert.Equal(TimeSpan.Zero, _outage.HandleFault(At(102)));
    }

    [Fact]
    public void A_fault_long_after_the_last_one_is_of_another_outage()
    {
        _outage.HandleFault(At(100));

        Assert.Equal(TimeSpan.Zero, _outage.HandleFault(At(106)));
    }

    static long At(int seconds) => seconds * Stopwatch.Frequency;
}
