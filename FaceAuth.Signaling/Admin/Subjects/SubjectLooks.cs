using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;

namespace FaceAuth.Signaling.Admin.Subjects;

/// <summary>A page of subjects.</summary>
internal sealed record SubjectLines(IReadOnlyList<Subject> Subjects, string? Next);

/// <summary>All that is known of a subject beside its face.</summary>
internal sealed record SubjectWhole(
    Subject Subject, IReadOnlyList<TemplateRecord> Templates, IReadOnlyList<ConsentRecord> Consents, IReadOnlyList<Group> Groups,
    int Verdicts);

/// <summary>Subjects as the staff sees them: by ids, and by their owners' names for operators and admins alone.</summary>
internal sealed class SubjectLooks(
    ISubjectStore subjects, ITemplateList templates, IConsentStore consents, IGroupStore groups, ISessionStore sessions,
    SubjectErasure erasure, Shared.Owners owners)
{
    const int Most = 200;

    /// <summary>What stands where a name may not be shown.</summary>
    const string Hidden = "";

    /// <summary>Whether somebody is told what owners call their subjects.</summary>
    public static bool MaySeeNames(Staff staff) => staff.Role >= AccountRole.Operator;

    /// <summary>A page of an owner's subjects, or of everybody's.</summary>
    public async Task<Outcome<SubjectLines>> ListAsync(Staff staff, string? owner, string? after)
    {
        if (!Paging.TryRead(after, Paging.Usual, out Guid? last)) return Paging.Bad;
        var found = await subjects.ListAsync(owner, last, Paging.Usual + 1, CancellationToken.None);
        var (page, end) = Paging.Cut(found, Paging.Usual);
        return new SubjectLines([.. page.Select(one => As(staff, one))], Paging.Next(end?.Id));
    }

    /// <summary>Those of an id, or of a name with one owner or with all relying parties.</summary>
    public async Task<Outcome<SubjectLines>> FindAsync(Staff staff, string text, string? owner)
    {
        if (Guid.TryParse(text, out var id) && await subjects.FindAsync(id, CancellationToken.None) is { } known)
            return new SubjectLines([As(staff, known)], null);
        if (!MaySeeNames(staff))
            return Refusals.Forbidden.With("An auditor finds subjects by their ids; names are for operators and admins.");
        if (!SubjectNames.IsName(text)) return new SubjectLines([], null);
        IEnumerable<string> where = owner is not null ? [owner] : (await owners.PartiesAsync()).Select(one => one.Owner);
        var found = new List<Subject>();
        foreach (var one in where)
            if (await subjects.FindAsync(one, text, CancellationToken.None) is { } subject) found.Add(subject);
        return new SubjectLines(found, null);
    }

    /// <summary>One subject.</summary>
    public async Task<Outcome<SubjectWhole>> ShowAsync(Staff staff, Guid id)
    {
        if (await subjects.FindAsync(id, CancellationToken.None) is not { } subject) return Refusals.SubjectUnknown;
        var faces = await templates.ListAsync(id, null, Most, CancellationToken.None);
        var agreed = await consents.PageAsync(id, null, Most, CancellationToken.None);
        var decided = await sessions.ListAsync(new(SubjectId: id, State: SessionState.Decided), null, Most, CancellationToken.None);
        return new SubjectWhole(
            As(staff, subject), faces.Templates, agreed.Consents, await groups.OfAsync(id, CancellationToken.None), decided.Sessions.Count);
    }

    /// <summary>Erases one for good, and gives the receipt.</summary>
    public async Task<Outcome<string>> EraseAsync(Staff staff, Guid id) =>
        await erasure.EraseAsync(await subjects.FindAsync(id, CancellationToken.None), staff.Actor, CancellationToken.None);

    /// <summary>A group's members.</summary>
    public async Task<Outcome<SubjectLines>> MembersAsync(Staff staff, Guid group, string? after)
    {
        if (!Paging.TryRead(after, Paging.Usual, out Guid? last)) return Paging.Bad;
        var found = await groups.MembersAsync(group, last, Paging.Usual + 1, CancellationToken.None);
        var (page, end) = Paging.Cut(found, Paging.Usual);
        return new SubjectLines([.. page.Select(one => As(staff, one))], Paging.Next(end?.Id));
    }

    static Subject As(Staff staff, Subject subject) => MaySeeNames(staff) ? subject : subject with { ExternalId = Hidden };
}
