using System.Buffers.Binary;
using System.Security.Cryptography;
using FaceAuth.Store.Contracts;
using FaceAuth.Store.Relational;
using Microsoft.EntityFrameworkCore;

namespace FaceAuth.Store.Protection;

/// <summary>Keeps the key of <see cref="AddressSeal"/>: made once, wrapped by the root key, and wrapped anew by each rotation.</summary>
/// <remarks>
/// <code>
///  version of the root key, big-endian (4) | envelope
/// </code>
/// </remarks>
internal sealed class AddressKeys(StoreDatabase database, IStoreEngine engine, KeyRing ring, AddressSeal seal) : IStartStep, IRenewedRows
{
    static ReadOnlySpan<byte> Label => "FaceAuth audit address key v1"u8;

    public string Name => "audit address key";

    public async Task RunAsync(CancellationToken cancellation)
    {
        var stored = await database.ReadAsync(
            context => context.Info.Select(info => info.AddressKey).SingleAsync(cancellation), cancellation);
        var key = new byte[Envelope.KeyBytes];
        try
        {
            if (stored is null) await MakeAsync(key, cancellation);
            else if (!TryUnwrap(stored, key))
                throw new StoreException(
                    $"The key of the audit's addresses was altered in the database {engine.Location}. Restore a backup from before.");
            seal.Open(key);
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
            if (info.AddressKey is not { } stored || BinaryPrimitives.ReadInt32BigEndian(stored) == ring.State.KeyVersion) return 0;
            var key = new byte[Envelope.KeyBytes];
            if (!TryUnwrap(stored, key)) return 0;
            info.AddressKey = Wrap(key);
            CryptographicOperations.ZeroMemory(key);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation));

    Task<int> MakeAsync(byte[] key, CancellationToken cancellation)
    {
        RandomNumberGenerator.Fill(key);
        return database.WriteAsync(async context =>
        {
            var info = await context.Info.SingleAsync(cancellation);
            info.AddressKey = Wrap(key);
            return await context.SaveChangesAsync(cancellation);
        }, cancellation);
    }

    byte[] Wrap(ReadOnlySpan<byte> key)
    {
        var root = ring.Current;
        Span<byte> wrapKey = stackalloc byte[Envelope.KeyBytes];
        root.Secret.DeriveAddressWrapKey(wrapKey);
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
        root.Secret.DeriveAddressWrapKey(wrapKey);
        var opens = Envelope.TryOpen(wrapKey, wrapped[sizeof(int)..], Label, key);
        CryptographicOperations.ZeroMemory(wrapKey);
        return opens;
    }
}
