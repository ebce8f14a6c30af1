using FaceAuth.Store.AccountStores;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Consent;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using FaceAuth.Store.RelyingParties;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace FaceAuth.Store.Integrity;

/// <summary>Gives API keys, consents, accounts and sign-ins of versions that had no authenticators theirs, once.</summary>
/// <remarks>
/// What the database says is believed this one time. That it was is covered by the authenticator of the keys' state: setting a row's own
/// to nothing brings this step not back. Goes on where a crash stopped it.
/// </remarks>
internal sealed class AuthenticateOthers(
    StoreDatabase database, ApiKeySeal keys, ConsentSeal consents, AccountSeal accounts, SignInSeal signIns,
    ProtectionChange change, KeyRing ring, ILogger<AuthenticateOthers> logger) : IStartStep
{
    // rows of one transaction
    const int Batch = 256;

    public async Task RunAsync(CancellationToken cancellation)
    {
        // as the authenticated state said when the keys were opened, not as the row says by now
        if (ring.Authenticated >= StateSeal.AllAuthenticated) return;
        if (ring.Authenticated < StateSeal.KeysAuthenticated) await KeysAsync(cancellation);
        var ofSignIns = await ManyAsync(context => context.SignIns, signIns.Of, cancellation);
        var ofFaces = await FacesAsync(cancellation);
        await change.GoOnAsync((_, info, state) =>
        {
            info.Authenticated = StateSeal.AllAuthenticated;
            return Task.FromResult<ProtectionState?>(state);
        }, null, cancellation);
        ring.HandleAuthenticated();
        if (ofSignIns + ofFaces > 0) StoreLog.SignInsAuthenticated(logger, ofSignIns, ofFaces);
    }

    async Task KeysAsync(CancellationToken cancellation)
    {
        var ofKeys = await ManyAsync(
            context => context.ApiKeys.Include(k => k.Party), row => keys.Of(row, row.Party!.Name), cancellation);
        var ofConsents = await ManyAsync(context => context.Consents, consents.Of, cancellation);
        await AccountsAsync(cancellation);
        if (ofKeys + ofConsents > 0) StoreLog.KeysAuthenticated(logger, ofKeys, ofConsents);
    }

    /// <summary>What accounts remember of faces: versions before remembered those that were erased, and not those that are there.</summary>
    async Task<int> FacesAsync(CancellationToken cancellation)
    {
        for (var done = 0; ;)
        {
            var count = await database.WriteAsync(async context =>
            {
                var users = await context.Users.AsNoTracking().Where(u => u.FaceAuthenticator == null).Take(Batch)
                    .ToListAsync(cancellation);
                var owners = users.ConvertAll(u => FaceMarks.OwnerOf(u.Id));
                var faces = await context.Subjects.Where(s => owners.Contains(s.Owner) && s.Templates.Count > 0)
                    .Select(s => new { s.Owner, s.Id }).ToListAsync(cancellation);
                foreach (var user in users)
                {
                    user.FaceSubject = faces.Find(face => face.Owner == FaceMarks.OwnerOf(user.Id))?.Id ?? user.FaceSubject;
                    await FaceMarks.WriteAsync(context, user, accounts.OfFace(user), cancellation);
                }

                return users.Count;
            }, cancellation);
            done += count;
            if (count < Batch) return done;
        }
    }

    // beside the others for its column, which may be null
    async Task AccountsAsync(CancellationToken cancellation)
    {
        for (var count = Batch; count == Batch;)
            count = await database.WriteAsync(async context =>
            {
                var users = await context.Users.AsTracking().Where(u => u.Authenticator == null).Take(Batch).ToListAsync(cancellation);
                foreach (var user in users)
                {
                    // versions that kept none knew no roles
                    (user.Role, user.DisabledAt) = (AccountRole.User, null);
                    user.Authenticator = accounts.Of(user);
                }

                await context.SaveChangesAsync(cancellation);
                return users.Count;
            }, cancellation);
    }

    async Task<int> ManyAsync<TRow>(
        Func<FaceAuthDbContext, IQueryable<TRow>> rowsOf, Func<TRow, byte[]> seal, CancellationToken cancellation)
        where TRow : class, IAuthenticatedRow
    {
        for (var done = 0; ;)
        {
            var count = await database.WriteAsync(async context =>
            {
                var rows = await rowsOf(context).Where(r => r.Authenticator.Length == 0).Take(Batch).ToListAsync(cancellation);
                foreach (var row in rows) row.Authenticator = seal(row);
                await context.SaveChangesAsync(cancellation);
                return rows.Count;
            }, cancellation);
            done += count;
            if (count < Batch) return done;
        }
    }
}
