using System.Buffers.Binary;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>A random key of the whole store: made once, wrapped by the root key, and wrapped anew by each rotation.</summary>
/// <remarks>
/// <code>
///  version of the root key, big-endian (4) | envelope
/// </code>
/// </remarks>
internal abstract class StoreKey(StoreDatabase database, IStoreEngine engine, KeyRing ring) : IStartStep, IRenewedRows
{
    public abstract string Name { get; }

    /// <summary>What it is bound to, so that no other of the store's keys can be put in its place.</summary>
    protected abstract ReadOnlySpan<byte> Label { get; }

    public async Task RunAsync(CancellationToken cancellation)
    {
        var info = await database.ReadAsync(context => context.Info.SingleAsync(cancellation), cancellation);
        var key = new byte[Envelope.KeyBytes];
        try
        {
            if (Stored(info) is not { } stored) await MakeAsync(key, cancellation);
            else if (!TryUnwrap(stored, key)) throw Altered();
            Open(key);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(key);
        }
    }

    public async Task RenewAsync(Action<int> moved, CancellationToken cancellation) =>
        moved(await database.WriteAsync(async context =>
        {
            var info = await context.Info.SingleAsync(cancellation);
            if (Stored(info) is not { } stored || BinaryPrimitives.ReadInt32BigEndian(stored) == ring.State.KeyVersion) return 0;
            var key = new byte[Envelope.KeyBytes];
            // the rotation must not end: it would destroy what alone opens it
            if (!TryUnwrap(stored, key)) throw Altered();
            Store(info, Wrap(key));
            CryptographicOperations.ZeroMemory(key);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation));

    /// <summary>As it is in the database; null before it was made.</summary>
    protected abstract byte[]? Stored(StoreInfoRow info);

    /// <summary>Puts it, wrapped, into the row.</summary>
    protected abstract void Store(StoreInfoRow info, byte[] wrapped);

    /// <summary>Derives the key that wraps it; the caller zeroes that.</summary>
    protected abstract void DeriveWrapKey(MasterKey root, Span<byte> key);

    /// <summary>Takes it into use; the caller zeroes it.</summary>
    protected abstract void Open(ReadOnlySpan<byte> key);

    /// <summary>Whether nothing can have been protected by one that was there before.</summary>
    protected virtual Task<bool> IsUnusedAsync(FaceAuthDbContext context, CancellationToken cancellation) => Task.FromResult(true);

    Task<int> MakeAsync(byte[] key, CancellationToken cancellation)
    {
        RandomNumberGenerator.Fill(key);
        return database.WriteAsync(async context =>
        {
            if (!await IsUnusedAsync(context, cancellation)) throw Altered();
            Store(await context.Info.SingleAsync(cancellation), Wrap(key));
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    byte[] Wrap(ReadOnlySpan<byte> key)
    {
        var root = ring.Current;
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        DeriveWrapKey(root.Secret, wrapKey);
        var envelope = Envelope.Seal(wrapKey, key, Label);
        CryptographicOperations.ZeroMemory(wrapKey);
        var wrapped = new byte[sizeof(int) + envelope.Length];
        BinaryPrimitives.WriteInt32BigEndian(wrapped, root.Version);
        envelope.CopyTo(wrapped.AsSpan(sizeof(int)));
        return wrapped;
    }

    bool TryUnwrap(ReadOnlySpan<byte> wrapped, Span<byte> key)
    {
        if (wrapped.Length != sizeof(int) + Envelope.Overhead + Envelope.KeyBytes) return false;
        if (ring.Find(BinaryPrimitives.ReadInt32BigEndian(wrapped)) is not { } root) return false;
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        DeriveWrapKey(root.Secret, wrapKey);
        var opens = Envelope.TryOpen(wrapKey, wrapped[sizeof(int)..], Label, key);
        CryptographicOperations.ZeroMemory(wrapKey);
        return opens;
    }

    StoreException Altered() => new($"The {Name} was altered in the database {engine.Location}. Restore a backup from before.");
}
