using FaceAuth.Store.Relational;

namespace FaceAuth.Store.Protection;

/// <summary>Keeps the key of <see cref="AddressSeal"/>.</summary>
internal sealed class AddressKeys(StoreDatabase database, IStoreEngine engine, KeyRing ring, AddressSeal seal)
    : StoreKey(database, engine, ring)
{
    public override string Name => "audit address key";

    protected override ReadOnlySpan<byte> Label => "FaceAuth audit address key v1"u8;

    protected override byte[]? Stored(StoreInfoRow info) => info.AddressKey;

    protected override void Store(StoreInfoRow info, byte[] wrapped) => info.AddressKey = wrapped;

    protected override void DeriveWrapKey(MasterKey root, Span<byte> key) => root.DeriveAddressWrapKey(key);

    protected override void Open(ReadOnlySpan<byte> key) => seal.Open(key);
}
