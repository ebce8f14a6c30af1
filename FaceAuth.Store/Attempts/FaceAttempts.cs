using System.Globalization;
using System.Text;
using FaceAuth.Store.Audit;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Attempts;

/// <inheritdoc/>
internal sealed class FaceAttempts(
    StoreDatabase database, AttemptSeal seal, AddressSeal addresses, AlteredRows altered, TimeProvider clock) : IFaceAttempts
{
    public async ValueTask<AttemptAnswer> LookAsync(
        SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        var rows = await database.ReadAsync(context => RowsOf(context, purpose, rank, bounds).ToListAsync(cancellation), cancellation);
        var now = clock.GetUtcNow();
        var counts = rows.ConvertAll(row => CountOf(row, bounds));
        // a clock that was set back is settled by who begins: nobody waits here for a time that is long to come
        var refusal = Worst(counts.Where(count => count.IsAltered || !count.IsSetBack(now)).ToList(), now);
        await ReportAsync(counts);
        return refusal ?? new(null);
    }

    public async ValueTask<AttemptAnswer> TryBeginAsync(
        SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(bounds);
        List<AttemptCount> counts = [];
        var answer = await database.WriteAsync(async context =>
        {
            await HoldAsync(context, bounds, cancellation);
            var now = clock.GetUtcNow();
            counts = await OpenAsync(context, purpose, rank, bounds, now, cancellation);
            var refusal = Worst(counts, now);
            var ticket = refusal is null ? Count(counts, new(purpose, rank, now, bounds)) : null;
            await SaveAsync(context, cancellation);
            return refusal ?? new(null) { Ticket = ticket };
        }, cancellation);
        await ReportAsync(counts);
        return answer;
    }

    public async ValueTask TakeBackAsync(AttemptTicket ticket, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        List<AttemptCount> counts = [];
        await database.WriteAsync(async context => counts = await TakeBackAsync(context, ticket, cancellation), cancellation);
        await ReportAsync(counts);
    }

    /// <summary>As the other, in a transaction that does more; returns the counts, to report once it is committed.</summary>
    public async Task<List<AttemptCount>> TakeBackAsync(
        FaceAuthDbContext context, AttemptTicket ticket, CancellationToken cancellation)
    {
        if (ticket.Counted.Count == 0) ticket = ticket with { Counted = await BoundsOfAsync(context, ticket, cancellation) };
        return await ChangeAsync(context, ticket, count =>
        {
            var (_, before, grew) = ticket.Rows.First(row => row.Row == count.Row.Id);
            count.TakeBack(ticket.At, before, grew);
            if (count.Row.Failures == 0) context.FaceAttempts.Remove(count.Row);
        }, cancellation);
    }

    /// <summary>Reports which of them were altered from outside.</summary>
    public Task ReportAsync(IEnumerable<AttemptCount> counts) =>
        altered.ReportAsync([.. counts.Where(count => count.IsAltered).Select(count => AttemptSeal.AsAltered(count.Row))]);

    public async ValueTask HandleAcceptedAsync(AttemptTicket ticket, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(ticket);
        List<AttemptCount> counts = [];
        await database.WriteAsync(async context => counts = await ChangeAsync(context, ticket, count =>
        {
            if (count.Bound.IsShared) count.Succeed(ticket.Rows.Single(row => row.Row == count.Row.Id).Grew);
            if (!count.Bound.IsShared || count.Row.Failures == 0) context.FaceAttempts.Remove(count.Row);
        }, cancellation), cancellation);
        await ReportAsync(counts);
    }

    public async ValueTask<bool> FreeAsync(AttemptScope scope, string holder, CancellationToken cancellation)
    {
        var stored = StoredOf(scope, holder);
        return await database.WriteAsync(async context =>
        {
            await database.HoldAsync(context, NameOf(scope, stored), cancellation);
            var ids = await context.FaceAttempts.Where(a => a.Scope == scope && a.Holder == stored).Select(a => a.Id)
                .ToListAsync(cancellation);
            // what was altered goes as well: an operator has looked at it, or somebody has shown another factor
            await context.AlteredRows.Where(a => a.Kind == RowKind.FaceAttempt && ids.Contains(a.RowId)).ExecuteDeleteAsync(cancellation);
            return await context.FaceAttempts.Where(a => ids.Contains(a.Id)).ExecuteDeleteAsync(cancellation) > 0;
        }, cancellation);
    }

    public async ValueTask<IReadOnlyList<HeldAttempts>> ListAsync(int least, Guid? before, int count, CancellationToken cancellation)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, Limits.ListCount);
        var rows = await database.ReadAsync(
            context => context.FaceAttempts
                .Where(a => (a.Scope == AttemptScope.Subject || a.Scope == AttemptScope.Account) && (before == null || a.Id < before)
                    && (a.Failures >= least || context.AlteredRows.Any(row => row.Kind == RowKind.FaceAttempt && row.RowId == a.Id)))
                .OrderByDescending(a => a.Id).Take(count).ToListAsync(cancellation), cancellation);
        return rows.ConvertAll(row => new HeldAttempts(
            row.Id, row.Scope, Guid.Parse(row.Holder), row.Purpose, row.Rank, row.Failures, row.TriedAt, !seal.Holds(row)));
    }

    static AttemptTicket Count(List<AttemptCount> counts, AttemptTicket ticket)
    {
        var rows = new List<(Guid, DateTimeOffset, bool)>();
        var walls = new List<(AttemptBound Bound, int Failures)>();
        foreach (var count in counts)
        {
            var before = count.Row.TriedAt;
            var (grew, isWall) = count.Count(ticket.At);
            rows.Add((count.Row.Id, before, grew));
            // of the policies' counts of one holder the fullest
            if (isWall && walls.TrueForAll(wall => wall.Bound != count.Bound)) walls.Add((count.Bound, count.Row.Failures));
        }

        return ticket with { Rows = rows, Walls = walls };
    }

    static AttemptAnswer? Worst(List<AttemptCount> counts, DateTimeOffset now)
    {
        AttemptAnswer? worst = null;
        foreach (var count in counts)
        {
            count.Settle(now);
            if (count.RefusalAt(now) is { } refusal && (worst is null || WaitOf(refusal) > WaitOf(worst))) worst = refusal;
        }

        return worst;
    }

    static TimeSpan WaitOf(AttemptAnswer refusal) => refusal.RetryAfter ?? TimeSpan.MaxValue;

    /// <summary>The rows that an attempt is counted in; those that are not there yet are made.</summary>
    async Task<List<AttemptCount>> OpenAsync(
        FaceAuthDbContext context, SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds, DateTimeOffset now,
        CancellationToken cancellation)
    {
        var gone = await GoneAsync(context, bounds, cancellation);
        var rows = await RowsOf(context, purpose, rank, bounds).AsTracking().ToListAsync(cancellation);
        var counts = rows.ConvertAll(row => CountOf(row, bounds));
        foreach (var bound in bounds)
        {
            // of one that was erased meanwhile nothing is left behind; its session is refused next
            if (gone.Contains(bound)) continue;
            for (var milder = 0; milder <= rank; milder++)
            {
                if (counts.Exists(count => count.Bound == bound && count.Row.Rank == milder)) continue;
                var row = NewRow(bound, purpose, milder, now);
                context.FaceAttempts.Add(row);
                counts.Add(new(row, bound));
            }
        }

        return counts;
    }

    /// <summary>Subjects and users that are not there; of the others the subjects are held.</summary>
    async Task<List<AttemptBound>> GoneAsync(
        FaceAuthDbContext context, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation)
    {
        var gone = new List<AttemptBound>();
        foreach (var bound in bounds)
        {
            if (bound.Scope is not (AttemptScope.Subject or AttemptScope.Account)) continue;
            var id = Guid.Parse(bound.Holder);
            if (bound.Scope == AttemptScope.Subject) await database.HoldSubjectsAsync(context, [id], cancellation, shared: true);
            var isThere = bound.Scope == AttemptScope.Subject
                ? await context.Subjects.AnyAsync(s => s.Id == id, cancellation)
                : await context.Users.AnyAsync(u => u.Id == id, cancellation);
            if (!isThere) gone.Add(bound);
        }

        return gone;
    }

    FaceAttemptRow NewRow(AttemptBound bound, SessionPurpose purpose, int rank, DateTimeOffset now) => new()
    {
        Id = Guid.CreateVersion7(now),
        Scope = bound.Scope,
        Holder = StoredOf(bound.Scope, bound.Holder),
        Purpose = purpose,
        Rank = rank,
        SubjectId = bound.Scope == AttemptScope.Subject ? Guid.Parse(bound.Holder) : null,
        UserId = bound.Scope == AttemptScope.Account ? Guid.Parse(bound.Holder) : null,
        TriedAt = now,
        CountedAt = now,
    };

    /// <summary>The counts of an attempt that another node made, which wrote down the rows alone.</summary>
    static async Task<IReadOnlyList<AttemptBound>> BoundsOfAsync(
        FaceAuthDbContext context, AttemptTicket ticket, CancellationToken cancellation)
    {
        var ids = ticket.Rows.Select(row => row.Row).ToList();
        var holders = await context.FaceAttempts.Where(a => ids.Contains(a.Id)).Select(a => new { a.Scope, a.Holder }).Distinct()
            .ToListAsync(cancellation);
        return holders.ConvertAll(one => new AttemptBound(one.Scope, one.Holder, 1, TimeSpan.Zero) { IsStored = true });
    }

    /// <summary>Changes the rows of an attempt that are still as this store wrote them.</summary>
    async Task<List<AttemptCount>> ChangeAsync(
        FaceAuthDbContext context, AttemptTicket ticket, Action<AttemptCount> change, CancellationToken cancellation)
    {
        await HoldAsync(context, ticket.Counted, cancellation);
        var ids = ticket.Rows.Select(row => row.Row).ToList();
        var rows = await context.FaceAttempts.AsTracking().Where(a => ids.Contains(a.Id)).ToListAsync(cancellation);
        var counts = rows.ConvertAll(row => CountOf(row, ticket.Counted));
        foreach (var count in counts)
            if (!count.IsAltered) change(count);
        await SaveAsync(context, cancellation);
        return counts;
    }

    IQueryable<FaceAttemptRow> RowsOf(
        FaceAuthDbContext context, SessionPurpose purpose, int rank, IReadOnlyList<AttemptBound> bounds)
    {
        var (scopes, holders) = (bounds.Select(bound => bound.Scope).ToList(), bounds.Select(HolderOf).ToList());
        // no two scopes have a holder in common
        return context.FaceAttempts.Where(
            a => scopes.Contains(a.Scope) && holders.Contains(a.Holder) && a.Purpose == purpose && a.Rank <= rank);
    }

    AttemptCount CountOf(FaceAttemptRow row, IReadOnlyList<AttemptBound> bounds) =>
        new(row, bounds.First(bound => bound.Scope == row.Scope && HolderOf(bound) == row.Holder), !seal.Holds(row));

    /// <summary>Saves what was changed, each row with a new authenticator; an altered one of a person's own stays as it is.</summary>
    async Task<int> SaveAsync(FaceAuthDbContext context, CancellationToken cancellation)
    {
        foreach (var entry in context.ChangeTracker.Entries<FaceAttemptRow>())
        {
            if (entry is { State: EntityState.Added, Entity.Failures: 0 }) entry.State = EntityState.Detached;   // nothing was counted
            else if (entry.State is EntityState.Added or EntityState.Modified) entry.Entity.Authenticator = seal.Of(entry.Entity);
        }

        return await context.SaveChangesAsync(cancellation);
    }

    async Task HoldAsync(FaceAuthDbContext context, IReadOnlyList<AttemptBound> bounds, CancellationToken cancellation)
    {
        // all in one order, so that no two wait for each other
        foreach (var name in bounds.Select(bound => NameOf(bound.Scope, HolderOf(bound))).Order(StringComparer.Ordinal))
            await database.HoldAsync(context, name, cancellation);
    }

    static string NameOf(AttemptScope scope, string stored) =>
        string.Create(CultureInfo.InvariantCulture, $"attempts:{(int)scope}:{stored}");

    string HolderOf(AttemptBound bound) => bound.IsStored ? bound.Holder : StoredOf(bound.Scope, bound.Holder);

    string StoredOf(AttemptScope scope, string holder) => scope == AttemptScope.Address
        ? Convert.ToHexString(addresses.HashOf(Encoding.UTF8.GetBytes($"attempts\n{holder}")).AsSpan(0, Limits.Place / 2))
        : Guid.Parse(holder).ToString("N");
}
