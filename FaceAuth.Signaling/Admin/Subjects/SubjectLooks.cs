using FaceAuth.Signaling.Api;
using FaceAuth.Signaling.Errors;
using FaceAuth.Signaling.Security;
using FaceAuth.Signaling.Sessions;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using Microsoft.AspNetCore.Identity;

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
    SubjectErasure erasure, Shared.Owners owners, IServiceScopeFactory scopes)
{
    const int Most = 200;

    /// <summary>What stands where a name may not be shown.</summary>
    const string Hidden = "";

    static readonly Refusal Unknown = Refusals.SubjectUnknown.With(
        "There is nobody of this id. It may be mistyped, or the person was erased: then the audit says so.");

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
        var account = await AccountAsync(text);
        IEnumerable<string> where = owner is not null ? [owner] : (await owners.PartiesAsync()).Select(one => one.Owner);
        var found = new List<Subject>();
        foreach (var some in where.Chunk(Most)) found.AddRange(await subjects.FindNamedAsync(some, text, CancellationToken.None));
        if (account is { } user && (owner is null || owner == Caller.OwnerOfUser(user))
            && await subjects.FindAsync(Caller.OwnerOfUser(user), user.ToString(), CancellationToken.None) is { } own)
            found.Add(own);
        return new SubjectLines(found, null);
    }

    /// <summary>The one subject of an id or a name, as <see cref="FindAsync"/> finds it; an id also where nobody is left of it.</summary>
    public async Task<Outcome<Guid>> FindOneAsync(Staff staff, string text, string? owner)
    {
        var isId = Guid.TryParse(text, out var id);
        if (isId && !MaySeeNames(staff)) return id;
        if (!(await FindAsync(staff, text, owner)).TryGet(out var found, out var refusal)) return refusal;
        return found.Subjects switch
        {
            [var one] => one.Id,
            [] when isId => id,
            [] => Refusals.SubjectUnknown.With(
                "Nobody is called so. A name has to be written exactly as its owner does; an id as 0195a3c4-6f1e-7b52-9d0a-3c8e5b7f2a61."),
            _ => Refusals.BadRequest.With(
                "Several are called so: choose the owner as well, or find the one that is meant below Subjects and search by the id."),
        };
    }

    /// <summary>The account of a user name: what its own subject is called for the staff.</summary>
    async Task<Guid?> AccountAsync(string name)
    {
        await using var scope = scopes.CreateAsyncScope();   // a circuit's would remember rows from hours ago
        return (await scope.ServiceProvider.GetRequiredService<UserManager<FaceAuthUser>>().FindByNameAsync(name))?.Id;
    }

    /// <summary>One subject.</summary>
    public async Task<Outcome<SubjectWhole>> ShowAsync(Staff staff, Guid id)
    {
        if (await subjects.FindAsync(id, CancellationToken.None) is not { } subject) return Unknown;
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

    /// <summary>What a subject is called: one's own by the account's name, which all of the staff may see.</summary>
    /// <param name="subject">As <see cref="ListAsync"/> and its like give it.</param>
    /// <param name="names">Names of owners.</param>
    public static string? NameOf(Subject subject, IReadOnlyDictionary<string, string> names) =>
        Caller.UserOf(subject.Owner) is not null && names.TryGetValue(subject.Owner, out var account) ? account
            : subject.ExternalId.Length > 0 ? subject.ExternalId : null;

    static Subject As(Staff staff, Subject subject) => MaySeeNames(staff) ? subject : subject with { ExternalId = Hidden };
}
