using FaceAuth.Signaling.Admin.Shared;
using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Audit;

/// <summary>Which entries are meant, as the audit's page and its files are asked for them.</summary>
internal static class AuditFilters
{
    const int MostActor = 160;

    /// <summary>What is said of a day that is none: it would be taken for no limit.</summary>
    public static Refusal NoDay { get; } = Refusals.BadRequest.With("A day is written as 2026-03-01.");

    /// <summary>The filter, or which part is none.</summary>
    public static Outcome<AuditFilter> Read(string? actor, string? action, string? session, string? subject, string? from, string? to)
    {
        if (actor is { Length: > MostActor } || actor?.Any(char.IsControl) is true)
            return Paging.BadFilter("actor", "user:ID rp:ID operator system");
        if (action is not null && !AuditActions.IsOne(action))
            return Refusals.BadRequest.With($"There is no action \"{action}\". It is written as session.accepted or user.login_failed.");
        if (!TryId(session, out var ofSession) || !TryId(subject, out var ofSubject))
            return Refusals.BadRequest.With("An id is written as 0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61.");
        if (!ConsoleText.IsDay(from) || !ConsoleText.IsDay(to)) return NoDay;
        return new AuditFilter(actor, action, ofSession, ofSubject, ConsoleText.Day(from), ConsoleText.DayAfter(to));
    }

    static bool TryId(string? text, out Guid? id)
    {
        var isId = Guid.TryParse(text, out var read);
        id = isId ? read : null;
        return isId || text is null;
    }
}
