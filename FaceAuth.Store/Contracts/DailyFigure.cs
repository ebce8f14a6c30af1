namespace FaceAuth.Store.Contracts;

/// <summary>How many sessions of one kind ended in one way on one day.</summary>
/// <param name="Day">The day, UTC.</param>
/// <param name="Owner">Whose sessions: a relying party's "rp:ID", or <see cref="Accounts"/> for those of all signed-in users.</param>
/// <param name="Purpose">What the sessions were for.</param>
/// <param name="Policy">Name of their policy.</param>
/// <param name="Outcome">How they ended, such as "accepted", "rejected" or "abandoned".</param>
/// <param name="Reason">The first reason of those that were not accepted; empty where there was none.</param>
/// <param name="Sessions">How many.</param>
/// <param name="Duration">From being made to being over, of all of them together.</param>
public sealed record DailyFigure(
    DateOnly Day, string Owner, SessionPurpose Purpose, string Policy, string Outcome, string Reason, long Sessions, TimeSpan Duration)
{
    /// <summary>Stands for every signed-in user, so that no figure is of one person.</summary>
    public const string Accounts = "users";
}
