using System.Buffers;
using System.Buffers.Text;
using System.Security.Cryptography;
using FaceAuth.Store.Accounts;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Protection;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.AccountStores;

/// <inheritdoc/>
internal sealed class PasswordResets(StoreDatabase database, PersonalSeal seal, HeldAccounts accounts, TimeProvider clock) : IPasswordResets
{
    const int IdBytes = 16;
    const int SecretBytes = 32;

    public async ValueTask<(AccountChange Change, string? Token)> IssueAsync(
        Guid userId, TimeSpan lifetime, CancellationToken cancellation, AccountRole reach = AccountRole.Admin)
    {
        var token = Write(userId);
        var expires = clock.GetUtcNow() + lifetime;
        var hash = HashOf(token, userId, expires);
        return await database.WriteAsync(async context =>
        {
            // whoever gives it another role ends the links that are there, and this one not before it is
            var (change, user) = await accounts.HeldAsync(context, userId, cancellation, reach, shared: true);
            if (user is null) return (change, (string?)null);
            if (user.DisabledAt is not null) return (AccountChange.Disabled, null);
            await database.HoldAsync(context, $"reset:{userId}", cancellation);
            await context.PasswordResets.Where(r => r.UserId == userId).ExecuteDeleteAsync(cancellation);
            context.PasswordResets.Add(new() { UserId = userId, Hash = hash, ExpiresAt = expires });
            await context.SaveChangesAsync(cancellation);
            return (AccountChange.Done, token);
        }, cancellation);
    }

    public async ValueTask<Guid?> FindAsync(string token, CancellationToken cancellation) =>
        await RowAsync(token, cancellation) is { } row ? row.UserId : null;

    public async ValueTask<bool> RedeemAsync(string token, CancellationToken cancellation)
    {
        if (await RowAsync(token, cancellation) is not { } row) return false;
        var (user, hash) = (row.UserId, row.Hash);
        // one DELETE with its condition inside: whoever deletes the row has won
        return await database.UpdateAsync(
            context => context.PasswordResets.Where(r => r.UserId == user && r.Hash == hash).ExecuteDeleteAsync(cancellation),
            cancellation) == 1;
    }

    public async ValueTask ForgetAsync(Guid userId, CancellationToken cancellation) => await database.UpdateAsync(
        context => context.PasswordResets.Where(r => r.UserId == userId).ExecuteDeleteAsync(cancellation), cancellation);

    async Task<PasswordResetRow?> RowAsync(string token, CancellationToken cancellation)
    {
        if (UserOf(token) is not { } user) return null;
        var row = await database.ReadAsync(
            context => context.PasswordResets.SingleOrDefaultAsync(r => r.UserId == user, cancellation), cancellation);
        return row is not null && row.ExpiresAt > clock.GetUtcNow() && row.Hash == HashOf(token, user, row.ExpiresAt) ? row : null;
    }

    /// <summary>Bound to user and time: a row copied to another user, or made to last, is none.</summary>
    string HashOf(string token, Guid user, DateTimeOffset expires) =>
        Convert.ToBase64String(seal.Hash(PersonalKind.PasswordReset, token, $"{user:N} {expires.UtcTicks}"));

    static string Write(Guid user)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        user.TryWriteBytes(bytes, bigEndian: true, out _);
        RandomNumberGenerator.Fill(bytes[IdBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    static Guid? UserOf(string token)
    {
        Span<byte> bytes = stackalloc byte[IdBytes + SecretBytes];
        // what TryDecodeFromChars says of other letters, it throws
        return token.Length == Base64Url.GetEncodedLength(bytes.Length)
            && Base64Url.DecodeFromChars(token, bytes, out _, out var length) == OperationStatus.Done
            && length == bytes.Length ? new Guid(bytes[..IdBytes], bigEndian: true) : null;
    }
}
